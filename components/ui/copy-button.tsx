'use client';
/** Copies a text with one tap and says so. Without JavaScript it is not shown: there the text itself can be selected. */
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';

type CopyButtonProps = { text: string; label: string; done: string; size?: 'roomy' | 'dense' };

export function CopyButton({ text, label, done, size }: CopyButtonProps) {
  const [ready, setReady] = useState(false);
  const [copied, setCopied] = useState(false);
  useEffect(() => setReady(true), []);
  async function copy() {
    setCopied(await copyText(text));
    setTimeout(() => setCopied(false), 2500);
  }
  return (
    <Button type="button" size={size} onClick={copy} className={ready ? undefined : 'invisible noscript:hidden'}>
      <Icon name={copied ? 'check' : 'copy'} />
      <span aria-live="polite">{copied ? done : label}</span>
    </Button>
  );
}

/** Old webviews and plain http have no clipboard API; a selected text field can still be copied from. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = Object.assign(document.createElement('textarea'), { value: text });
    document.body.append(field);
    field.select();
    const worked = document.execCommand('copy');
    field.remove();
    return worked;
  }
}
