'use client';
/** A Submit that cannot be pressed twice, and says that something is happening. Without a script it is an ordinary one. */
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';

type SubmitButtonProps = { children: string; busy: string; look?: 'primary' | 'secondary' | 'quiet'; wide?: boolean };

export function SubmitButton({ children, busy, look, wide }: SubmitButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [sending, setSending] = useState(false);
  useEffect(() => {
    const form = button.current?.form;
    const onSubmit = () => setSending(true);
    const onShow = () => setSending(false);
    form?.addEventListener('submit', onSubmit);
    window.addEventListener('pageshow', onShow);
    return () => {
      form?.removeEventListener('submit', onSubmit);
      window.removeEventListener('pageshow', onShow);
    };
  }, []);
  return (
    <Button ref={button} look={look} wide={wide} disabled={sending}>
      {sending ? busy : children}
    </Button>
  );
}
