'use client';
/**
 * A field for an address with macros. While an opening bracket is being typed, the macros that begin like it are offered: the
 * arrow keys choose, Enter or Tab takes one, Escape leaves it. Without a script it is an ordinary field.
 */
import { useEffect, useRef, useState } from 'react';
import { OfferedList, useOffered } from '@/components/console/offered-list';
import { Textarea } from '@/components/ui/field';

type Macro = { written: string; means: string };
type MacroFieldProps = {
  id: string;
  name: string;
  value: string;
  invalid: boolean;
  placeholder?: string;
  macros: readonly Macro[];
  listLabel: string;
};

const MOST_OFFERED = 8;
/** The field that an insertion goes to: the one last typed in. */
const LAST_TYPED = 'data-last-typed';

export function MacroField({ id, name, value, invalid, placeholder, macros, listLabel }: MacroFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const offered = useOffered<Macro>({
    field,
    offers: (area) => {
      const begun = begunMacro(area);
      return begun ? macros.filter(({ written }) => fits(written, begun)).slice(0, MOST_OFFERED) : [];
    },
    insert: (area, { written }) => insert(area, written, begunMacro(area)?.length ?? 0),
  });
  return (
    <div className="relative">
      <Textarea
        dense
        ref={field}
        id={id}
        name={name}
        rows={3}
        maxLength={2048}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="none"
        dir="ltr"
        className="font-mono wrap-anywhere"
        placeholder={placeholder}
        defaultValue={value}
        aria-invalid={invalid || undefined}
        aria-describedby={`${id}-hint ${id}-error${invalid ? ` ${id}-fault` : ''}`}
        {...offered.aria}
        onInput={offered.offer}
        onFocus={(event) => {
          for (const other of document.querySelectorAll(`[${LAST_TYPED}]`)) other.removeAttribute(LAST_TYPED);
          event.currentTarget.setAttribute(LAST_TYPED, '');
        }}
        onBlur={offered.close}
        onKeyDown={offered.onKeyDown}
      />
      <OfferedList {...offered} label={listLabel} keyOf={({ written }) => written} show={showMacro} className="mt-1" />
    </div>
  );
}

function showMacro({ written, means }: Macro) {
  return (
    <>
      <span dir="ltr" className="font-mono text-xs/5">
        {written}
      </span>
      <bdi lang="en" className="text-quiet">
        {means}
      </bdi>
    </>
  );
}

/** What of a macro stands before the cursor; null when none has been begun. */
function begunMacro({ value, selectionStart }: HTMLTextAreaElement): string | null {
  return /[[{][^[\]{}&?=/\s]*$/.exec(value.slice(0, selectionStart))?.[0] ?? null;
}

function fits(written: string, begun: string): boolean {
  const [one, other] = [written.toLowerCase(), begun.toLowerCase()];
  // A bracket alone offers them all, also in a dialect that writes it another way.
  return other.length === 1 || one.startsWith(other) || one.includes(other.replace(/^[[{]%?/, ''));
}

/** Tells the form as if it had been typed. */
function insert(field: HTMLTextAreaElement, text: string, instead: number): void {
  field.focus();
  const end = field.selectionEnd;
  field.setRangeText(text, Math.max(0, field.selectionStart - instead), end, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** A macro's name; where scripts run, a button that puts it where somebody last typed. */
export function InsertMacro({ written, label }: Pick<Macro, 'written'> & { label: string }) {
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  const text = (
    <span dir="ltr" className="font-mono text-xs/5">
      {written}
    </span>
  );
  if (!ready) return text;
  return (
    <button
      type="button"
      title={label}
      className="min-h-6 cursor-pointer rounded-chip text-accent hover:underline"
      onClick={() => {
        const last = document.querySelector<HTMLTextAreaElement>(`textarea[${LAST_TYPED}]`);
        const field = last ?? document.querySelector<HTMLTextAreaElement>('textarea[name="url"]');
        if (field) insert(field, written, 0);
      }}
    >
      {text}
    </button>
  );
}
