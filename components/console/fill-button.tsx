'use client';
/** Adds lines to a text field that are not in it yet. Without JavaScript it is not shown. */
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';

export function FillButton({ into, text, children }: { into: string; text: string; children: string }) {
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  function fill() {
    const field = document.getElementById(into) as HTMLTextAreaElement | null;
    if (!field) return;
    const lines = field.value.split('\n').map((line) => line.trim());
    const missing = text.split('\n').filter((line) => !lines.includes(line));
    field.value = [...lines.filter(Boolean), ...missing].join('\n');
    field.focus();
  }
  return (
    <Button type="button" size="dense" onClick={fill} className={ready ? undefined : 'invisible noscript:hidden'}>
      {children}
    </Button>
  );
}
