'use client';
/** One of several things a form can send. While the other side takes its time, it says so and nothing is sent twice. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';

type TrialButtonProps = { name: string; value: string; primary: boolean; busy: string; children: ReactNode };

export function TrialButton({ name, value, primary, busy, children }: TrialButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [sending, setSending] = useState<'this' | 'another' | null>(null);
  useEffect(() => {
    const form = button.current?.form;
    // After the form has been read: a disabled button would not be sent.
    const onSubmit = ({ submitter }: SubmitEvent) =>
      setTimeout(() => setSending(submitter === button.current ? 'this' : 'another'));
    const onShow = () => setSending(null);
    form?.addEventListener('submit', onSubmit);
    window.addEventListener('pageshow', onShow);
    return () => {
      form?.removeEventListener('submit', onSubmit);
      window.removeEventListener('pageshow', onShow);
    };
  }, []);
  return (
    <Button
      ref={button}
      size="dense"
      name={name}
      value={value}
      look={primary ? 'primary' : 'secondary'}
      disabled={sending !== null}
    >
      {sending === 'this' ? busy : children}
    </Button>
  );
}
