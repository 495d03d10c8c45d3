'use client';
/**
 * A field that is filled by pressing the keys themselves. Tab leaves it, Backspace empties it, Enter sends the form. Without a
 * script it is an ordinary field.
 */
import { type KeyboardEvent, useRef } from 'react';
import { Input } from '@/components/ui/field';
import { strokeOf } from '@/lib/rules/strokes';

const NEXT_STROKE_MS = 1_200;

type StrokesFieldProps = { id: string; name: string; value: string; label: string; invalid: boolean };

export function StrokesField({ id, name, value, label, invalid }: StrokesFieldProps) {
  const last = useRef(Number.NEGATIVE_INFINITY);
  function press(event: KeyboardEvent<HTMLInputElement>) {
    const { key, code, shiftKey: shift, altKey: alt, ctrlKey, metaKey, currentTarget: field } = event;
    const mod = ctrlKey || metaKey;
    if (['Tab', 'Escape'].includes(key) || (key === 'Enter' && !mod)) return;
    event.preventDefault();
    event.stopPropagation();
    if (key === 'Backspace') field.value = '';
    const stroke = key === 'Backspace' ? null : strokeOf({ key, code, mod, shift, alt });
    if (!stroke) return;
    const follows = event.timeStamp - last.current < NEXT_STROKE_MS && /^\S+$/.test(field.value);
    field.value = follows ? `${field.value} ${stroke}` : stroke;
    last.current = event.timeStamp;
  }
  return (
    <Input
      dense
      id={id}
      name={name}
      defaultValue={value}
      aria-label={label}
      aria-invalid={invalid || undefined}
      aria-describedby={invalid ? `${id}-fault` : undefined}
      maxLength={40}
      dir="ltr"
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      className="max-w-36 font-mono"
      onKeyDown={press}
    />
  );
}
