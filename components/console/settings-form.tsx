'use client';
/**
 * Sends a form of settings and stays on the page when it is refused: what was typed is never lost, and each fault is named.
 * When a colleague was faster it says what they changed, and the next press is made knowing that. Without JavaScript the
 * same form works by itself.
 */
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { Notice } from '@/components/ui/notice';
import { instantText } from '@/components/ui/time-text';

export type SettingsWords = {
  failed: string;
  offline: string;
  changed: string;
  /** Hold `{what}`, `{who}` and `{when}` to be filled in. */
  lastByAgent: string;
  lastByApi: string;
  /** By name of what was changed. */
  names: Record<string, string>;
  kept: string;
  reload: string;
  /** By code; hold `{line}` and `{text}`. */
  line: Record<string, string>;
  /** By code of a field's fault. */
  fault: Record<string, string>;
};

export type Problem = { code: string; message: string; details: Record<string, unknown> };

type SettingsFormProps = {
  action: string;
  /** None for a form that changes nothing yet there. */
  version?: number;
  words: SettingsWords;
  locale: string;
  /** What a send without JavaScript came back with. */
  problem: Problem | null;
  className?: string;
  children: ReactNode;
};

export function SettingsForm({ action, version, words, locale, problem, className, children }: SettingsFormProps) {
  const [wrong, setWrong] = useState(problem);
  const [seen, setSeen] = useState(version);
  const sending = useRef(false);
  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (sending.current) return;
    sending.current = true;
    const pressed = (event.nativeEvent as SubmitEvent).submitter;
    const answer = await post(action, new FormData(event.currentTarget, pressed));
    sending.current = false;
    if ('page' in answer) return location.assign(answer.page);
    setWrong(answer);
    if (typeof answer.details.version === 'number') setSeen(answer.details.version);
  }
  return (
    <form method="post" action={action} onSubmit={send} className={className ?? 'grid gap-3'}>
      {seen !== undefined && <input type="hidden" name="version" value={seen} />}
      {wrong && <ProblemNotice problem={wrong} words={words} locale={locale} />}
      {children}
    </form>
  );
}

async function post(action: string, form: FormData): Promise<{ page: string } | Problem> {
  const body = new URLSearchParams([...form].map(([name, value]) => [name, String(value)]));
  try {
    const answer = await fetch(action, { method: 'POST', body, headers: { Accept: 'application/json' } });
    const said = await answer.json();
    if (answer.ok) return said;
    const { code, message, ...details } = said.error;
    return { code, message, details };
  } catch {
    return { code: 'offline', message: '', details: {} };
  }
}

function ProblemNotice({ problem, words, locale }: Pick<SettingsFormProps, 'words' | 'locale'> & { problem: Problem }) {
  const { code, message, details } = problem;
  if (code === 'offline') return <Notice tone="bad">{words.offline}</Notice>;
  if (code === 'version-changed') {
    return (
      <Notice tone="wait" title={words.changed}>
        <p>{[lastChangeText(details, words, locale), words.kept].filter(Boolean).join(' ')}</p>
        <a href="?" className="text-accent underline">
          {words.reload}
        </a>
      </Notice>
    );
  }
  const faults = [...lineFaults(details, words), ...fieldFaults(details, words)];
  return (
    <Notice tone="bad" title={words.failed}>
      {faults.length === 0 ? (
        message
      ) : (
        <ul>
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

function lastChangeText({ changed, by, at }: Record<string, unknown>, words: SettingsWords, locale: string) {
  if (!Array.isArray(changed) || typeof at !== 'string') return null;
  const names = changed.map((name) => words.names[String(name)] ?? String(name));
  const what = new Intl.ListFormat(locale).format(names);
  const when = instantText(new Date(at), 'exact', locale, 'UTC');
  const sentence = typeof by === 'string' ? words.lastByAgent.replace('{who}', () => by) : words.lastByApi;
  return sentence.replace('{what}', what).replace('{when}', when);
}

type LineFault = { line: number; text: string; fault: string };

function lineFaults({ lines }: Record<string, unknown>, words: SettingsWords): string[] {
  return Object.values((lines ?? {}) as Record<string, LineFault[]>)
    .flat()
    .map(({ line, text, fault }) =>
      (words.line[fault] ?? fault).replace('{line}', String(line)).replace('{text}', () => text),
    );
}

function fieldFaults({ faults }: Record<string, unknown>, words: SettingsWords): string[] {
  return Object.values((faults ?? {}) as Record<string, string>).map((fault) => words.fault[fault] ?? fault);
}
