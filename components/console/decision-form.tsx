'use client';
/**
 * Sends a form of the ticket page and stays on it: what was typed is never lost. When somebody else was faster it says
 * what changed, and the next press is made knowing that. Without JavaScript the same form works by itself.
 */
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { Notice } from '@/components/ui/notice';
import { instantText } from '@/components/ui/time-text';

export type ProblemWords = {
  changed: string;
  /** By status: "It is now: denied." */
  changedTo: Record<string, string>;
  /** By kind of event: "denied". */
  event: Record<string, string>;
  /** Hold `{what}`, `{who}` and `{when}` to be filled in. */
  lastByAgent: string;
  lastByRules: string;
  kept: string;
  reload: string;
  failed: string;
  offline: string;
};

export type Problem = { code: string; message: string; status?: unknown; event?: unknown; by?: unknown; at?: unknown };

type DecisionFormProps = {
  action: string;
  version: number;
  words: ProblemWords;
  locale: string;
  /** What a send without JavaScript came back with. */
  problem: Problem | null;
  children: ReactNode;
};

export function DecisionForm({ action, version, words, locale, problem, children }: DecisionFormProps) {
  const [wrong, setWrong] = useState(problem);
  const [seen, setSeen] = useState(version);
  const sending = useRef(false);
  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (sending.current) return;
    sending.current = true;
    const answer = await post(action, event.currentTarget);
    sending.current = false;
    if (answer === 'saved') return location.assign(location.pathname);
    setWrong(answer);
    if (typeof answer.version === 'number') setSeen(answer.version);
  }
  return (
    <form method="post" action={action} onSubmit={send} className="grid gap-3">
      <input type="hidden" name="version" value={seen} />
      {wrong && <ProblemNotice problem={wrong} words={words} locale={locale} />}
      {children}
    </form>
  );
}

type Answer = 'saved' | (Problem & { version?: unknown });

async function post(action: string, form: HTMLFormElement): Promise<Answer> {
  const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  try {
    const answer = await fetch(action, { method: 'POST', body, headers: { Accept: 'application/json' } });
    if (answer.ok) return 'saved';
    return ((await answer.json()) as { error: Problem }).error;
  } catch {
    return { code: 'offline', message: '' };
  }
}

function ProblemNotice({ problem, words, locale }: Pick<DecisionFormProps, 'words' | 'locale'> & { problem: Problem }) {
  const { code, message, status } = problem;
  if (code === 'offline') return <Notice tone="bad">{words.offline}</Notice>;
  if (code !== 'version-changed' && code !== 'conflict') {
    return (
      <Notice tone="bad" title={words.failed}>
        {message}
      </Notice>
    );
  }
  const facts = [
    typeof status === 'string' && words.changedTo[status],
    lastChangeText(problem, words, locale),
    words.kept,
  ];
  return (
    <Notice tone="wait" title={words.changed}>
      <p>{facts.filter(Boolean).join(' ')}</p>
      <a href="?" className="text-accent underline">
        {words.reload}
      </a>
    </Notice>
  );
}

function lastChangeText({ event, by, at }: Problem, words: ProblemWords, locale: string): string | null {
  if (typeof event !== 'string' || typeof at !== 'string') return null;
  const what = words.event[event] ?? event;
  const when = instantText(new Date(at), 'exact', locale, 'UTC');
  if (typeof by !== 'string') return words.lastByRules.replace('{what}', what).replace('{when}', when);
  return words.lastByAgent.replace('{what}', what).replace('{who}', by).replace('{when}', when);
}
