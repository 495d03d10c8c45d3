'use client';
/** An e-mail address, with "did you mean" for a slip of the keyboard. */
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/field';
import { suggestAddress } from '@/lib/rules/email-address';

type EmailInputProps = { id: string; initial: string; error?: boolean; didYouMean: string; describedBy: string };

/** `didYouMean` holds `{address}` where the address belongs. */
export function EmailInput({ id, initial, error, didYouMean, describedBy }: EmailInputProps) {
  const [suggestion, setSuggestion] = useState<string | null>(null);
  function accept() {
    const input = document.getElementById(id) as HTMLInputElement;
    input.value = suggestion ?? input.value;
    setSuggestion(null);
    for (const event of ['input', 'change']) input.dispatchEvent(new Event(event, { bubbles: true }));
    input.focus();
  }
  return (
    <>
      <Input
        id={id}
        name="email"
        type="email"
        inputMode="email"
        autoComplete="email"
        dir="ltr"
        required
        maxLength={254}
        defaultValue={initial}
        data-check="email"
        aria-describedby={describedBy}
        aria-invalid={error || undefined}
        onBlur={(event) => setSuggestion(suggestAddress(event.target.value.trim()))}
      />
      <div aria-live="polite" className="empty:hidden">
        {suggestion && (
          <Button type="button" look="quiet" onClick={accept}>
            {didYouMean.replace('{address}', suggestion)}
          </Button>
        )}
      </div>
    </>
  );
}
