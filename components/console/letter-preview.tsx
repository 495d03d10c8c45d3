'use client';
/** The e-mail that the form around it would send, shown while it is written; in another language to compare, if wished. */
import { useEffect, useRef, useState } from 'react';

export type PreviewWords = {
  title: string;
  waiting: string;
  failed: string;
  language: string;
  /** By locale; the empty one is the user's own. */
  languages: Record<string, string>;
};

type Letter = { subject: string; html: string };
type Shown = { letter: Letter } | { problem: string } | null;

const TYPING_MS = 400;
/** The policy of this page holds in its frames too; what a letter needs stands in its attributes. */
const STYLE_ELEMENTS = /<style\b[^>]*>[\s\S]*?<\/style>/gi;

export function LetterPreview({ action, words }: { action: string; words: PreviewWords }) {
  const [open, setOpen] = useState(false);
  const [language, setLanguage] = useState('');
  const [shown, setShown] = useState<Shown>(null);
  const place = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const form = place.current?.closest('form');
    if (!open || !form) return;
    let timer: ReturnType<typeof setTimeout>;
    const ended = new AbortController();
    const ask = async () => {
      const answer = await preview(action, form, language, ended.signal);
      if (!ended.signal.aborted) setShown(answer ?? { problem: words.failed });
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, TYPING_MS);
    };
    void ask();
    form.addEventListener('input', later);
    return () => {
      ended.abort();
      clearTimeout(timer);
      form.removeEventListener('input', later);
    };
  }, [open, language, action, words.failed]);
  return (
    <details ref={place} onToggle={(event) => setOpen(event.currentTarget.open)} className="grid gap-2">
      <summary className="w-fit min-h-6 text-accent">{words.title}</summary>
      {Object.keys(words.languages).length > 1 && (
        <label className="my-2 flex items-center gap-2">
          {words.language}
          <select
            value={language}
            onChange={(event) => setLanguage(event.target.value)}
            className="min-h-7 rounded-chip border border-edge bg-raised px-2"
          >
            {Object.entries(words.languages).map(([locale, name]) => (
              <option key={locale} value={locale}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <div aria-live="polite" className="min-h-80">
        {shown === null && <p className="text-quiet">{words.waiting}</p>}
        {shown && 'problem' in shown && <p className="text-quiet">{shown.problem}</p>}
        {shown && 'letter' in shown && (
          <>
            <p dir="auto" className="mb-1 font-medium wrap-anywhere">
              {shown.letter.subject}
            </p>
            <iframe
              title={words.title}
              sandbox=""
              srcDoc={shown.letter.html.replace(STYLE_ELEMENTS, '')}
              className="h-72 w-full rounded-box border border-line"
            />
          </>
        )}
      </div>
    </details>
  );
}

/** Null: no answer that says anything. */
async function preview(action: string, form: HTMLFormElement, locale: string, signal: AbortSignal): Promise<Shown> {
  const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  body.set('locale', locale);
  try {
    const answer = await fetch(action, { method: 'POST', body, signal, headers: { Accept: 'application/json' } });
    const said = (await answer.json()) as Letter & { problem?: string; error?: { message: string } };
    const problem = said.problem ?? said.error?.message;
    return problem === undefined ? { letter: said } : { problem };
  } catch {
    return null;
  }
}
