'use client';
/**
 * Sends a form of the ticket page and stays on it: what was typed is never lost. When somebody else was faster it shows what
 * changed, and the next press is made knowing that. Without JavaScript the same form works by itself.
 */
import { useSearchParams } from 'next/navigation';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { type ChangeEvent, WhatChanged, type WhatChangedWords } from '@/components/console/what-changed';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

export type ProblemWords = { failed: string; offline: string; showChanges: string; whatChanged: WhatChangedWords };

export type Problem = {
  code: string;
  message: string;
  version?: unknown;
  status?: unknown;
  events?: unknown;
};

type DecisionFormProps = {
  id?: string;
  action: string;
  version: number;
  words: ProblemWords;
  locale: string;
  /** What a send without JavaScript came back with. */
  problem: Problem | null;
  children: ReactNode;
};

/** After these nobody waits for a decision or an answer: the same again would be refused again. */
const OVER = ['APPROVED', 'DENIED', 'CLOSED'];

export function DecisionForm({ id, action, version, words, locale, problem, children }: DecisionFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [wrong, setWrong] = useState(problem);
  const [seen, setSeen] = useState(version);
  const [isOpen, setIsOpen] = useState(false);
  const sending = useRef(false);
  const from = useSearchParams().get('from') ?? '';

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (sending.current || !form.current) return;
    sending.current = true;
    const answer = await post(action, form.current);
    sending.current = false;
    if ('page' in answer) return location.assign(answer.page);
    setWrong(answer);
    setIsOpen(isAboutOthers(answer));
  }

  /** The newer state is what the next press is about. */
  function sendAgain() {
    const newer = form.current?.elements.namedItem('version');
    if (newer instanceof HTMLInputElement && typeof wrong?.version === 'number') newer.value = String(wrong.version);
    if (typeof wrong?.version === 'number') setSeen(wrong.version);
    setIsOpen(false);
    form.current?.requestSubmit();
  }

  function discard() {
    for (const area of form.current?.querySelectorAll('textarea') ?? []) {
      area.value = '';
      area.dispatchEvent(new Event('input', { bubbles: true }));
      area.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
    }
    setIsOpen(false);
    setWrong(null);
  }

  return (
    <form id={id} ref={form} method="post" action={action} onSubmit={send} className="grid gap-3">
      <input type="hidden" name="version" value={seen} />
      <input type="hidden" name="from" value={from} />
      {wrong && <ProblemNotice problem={wrong} words={words} onShow={() => setIsOpen(true)} />}
      {wrong && isOpen && (
        <WhatChanged
          {...changesOf(wrong)}
          seen={seen}
          words={words.whatChanged}
          locale={locale}
          onSendAgain={sendAgain}
          onKeepLooking={() => setIsOpen(false)}
          onDiscard={discard}
        />
      )}
      {children}
    </form>
  );
}

const BECAUSE_OF_OTHERS = ['version-changed', 'conflict', 'being-decided', 'too-late'];

/** Only such a refusal says what happened. */
function isAboutOthers({ code, events }: Problem): boolean {
  return BECAUSE_OF_OTHERS.includes(code) && Array.isArray(events);
}

function changesOf({ code, version, status, events }: Problem) {
  const known = typeof status === 'string' ? status : null;
  return {
    version: typeof version === 'number' ? version : null,
    status: known,
    events: Array.isArray(events) ? (events as ChangeEvent[]) : [],
    maySendAgain: code === 'version-changed' && typeof version === 'number' && !OVER.includes(known ?? ''),
  };
}

/** Where to go on to, or why not. */
async function post(action: string, form: HTMLFormElement): Promise<{ page: string } | Problem> {
  const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  try {
    const answer = await fetch(action, { method: 'POST', body, headers: { Accept: 'application/json' } });
    if (answer.ok) return { page: ((await answer.json()) as { page?: string }).page ?? location.pathname };
    return ((await answer.json()) as { error: Problem }).error;
  } catch {
    return { code: 'offline', message: '' };
  }
}

type NoticeProps = { problem: Problem; words: ProblemWords; onShow: () => void };

function ProblemNotice({ problem, words, onShow }: NoticeProps) {
  if (problem.code === 'offline') return <Notice tone="bad">{words.offline}</Notice>;
  const changes = isAboutOthers(problem);
  return (
    <Notice tone={changes ? 'wait' : 'bad'} title={changes ? undefined : words.failed}>
      <p>{problem.message}</p>
      {changes && (
        <Button type="button" look="quiet" size="dense" onClick={onShow}>
          {words.showChanges}
        </Button>
      )}
    </Notice>
  );
}
