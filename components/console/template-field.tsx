'use client';
/**
 * The words of a macro, with what they will read like while they are written, and what is wrong with them pointed at. Without a
 * script it is a text field, and saving says the same.
 */
import { useState } from 'react';
import { Textarea } from '@/components/ui/field';
import { fillTemplate, MACRO_VARIABLES, type MacroValues, templateFaults } from '@/lib/rules/macro-variables';

/** `unknown` and `unclosed` hold `{text}` and `{at}`. */
export type TemplateWords = { preview: string; empty: string; insert: string; unknown: string; unclosed: string };

type TemplateFieldProps = { id: string; value: string; longest: number; values: MacroValues; words: TemplateWords };

export function TemplateField({ id, value, longest, values, words }: TemplateFieldProps) {
  const [text, setText] = useState(value);
  const faults = templateFaults(text);
  function insert(name: string) {
    const field = document.getElementById(id) as HTMLTextAreaElement;
    field.focus();
    field.setRangeText(`{{${name}}}`, field.selectionStart, field.selectionEnd, 'end');
    setText(field.value);
  }
  return (
    <div className="grid grid-cols-1 gap-3 lg:grid-cols-2">
      <div className="grid content-start gap-1.5">
        <Textarea
          dense
          id={id}
          name="template"
          rows={7}
          maxLength={longest}
          defaultValue={value}
          aria-describedby={`${id}-faults`}
          aria-invalid={faults.length > 0 || undefined}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <ul id={`${id}-faults`} aria-live="polite" className="text-bad empty:hidden">
          {faults.map((fault) => (
            <li key={fault.from}>
              {words[fault.fault].replace('{text}', () => fault.text).replace('{at}', String(fault.from + 1))}
            </li>
          ))}
        </ul>
        <p className="flex flex-wrap gap-1">
          {MACRO_VARIABLES.map((name) => (
            <button
              key={name}
              type="button"
              title={words.insert}
              onClick={() => insert(name)}
              className="min-h-6 rounded-chip border border-line px-1.5 font-mono text-xs text-accent hover:bg-accent-fill"
            >
              {name}
            </button>
          ))}
        </p>
      </div>
      <section aria-label={words.preview} className="rounded-box border border-line bg-surface p-3">
        <p className="mb-1 font-medium text-quiet">{words.preview}</p>
        {text.trim() ? (
          <p className="whitespace-pre-wrap wrap-anywhere">{fillTemplate(text, values)}</p>
        ) : (
          <p className="text-quiet">{words.empty}</p>
        )}
      </section>
    </div>
  );
}
