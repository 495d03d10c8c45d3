'use client';
/** Says that this agent is at this ticket while the page is looked at, and shows who else is, and who is writing something. */
import { useEffect, useState } from 'react';
import { onLive, type PresenceNews } from '@/components/console/live/messages';

type HereProps = { number: string; people: PresenceNews['people']; words: { looking: string; writing: string } };

const EVERY_MS = 15_000;
/** After the last key. */
const WRITING_MS = 20_000;

export function Here({ number, people: first, words }: HereProps) {
  const [people, setPeople] = useState(first);
  useEffect(
    () => onLive<PresenceNews>('makegood:presence', (news) => news.number === number && setPeople(news.people)),
    [number],
  );
  useEffect(() => sayHere(`/api/console/tickets/${number}/presence`), [number]);
  return (
    <span data-presence-here={number} aria-live="polite" className="min-h-6 min-w-6 text-wait">
      {people
        .map(({ name, replying }) => (replying ? words.writing : words.looking).replace('{name}', name))
        .join(' · ')}
    </span>
  );
}

function sayHere(door: string): () => void {
  let isWriting = false;
  let done: ReturnType<typeof setTimeout>;
  const say = () => {
    if (document.visibilityState === 'visible') void post(door, isWriting ? { replying: '1' } : {});
  };
  const go = () => navigator.sendBeacon(door, new URLSearchParams({ gone: '1' }));
  const setWriting = (now: boolean) => {
    clearTimeout(done);
    if (now) done = setTimeout(() => setWriting(false), WRITING_MS);
    if (now === isWriting) return;
    isWriting = now;
    say();
  };
  const onInput = ({ target }: Event) => {
    if (target instanceof HTMLTextAreaElement) setWriting(true);
  };
  const onVisible = () => (document.visibilityState === 'hidden' ? go() : say());
  const timer = setInterval(say, EVERY_MS);
  document.addEventListener('input', onInput);
  document.addEventListener('visibilitychange', onVisible);
  window.addEventListener('pagehide', go);
  say();
  return () => {
    clearInterval(timer);
    clearTimeout(done);
    document.removeEventListener('input', onInput);
    document.removeEventListener('visibilitychange', onVisible);
    window.removeEventListener('pagehide', go);
    go();
  };
}

/** What does not arrive is said again in 15 seconds. */
async function post(door: string, fields: Record<string, string>): Promise<void> {
  await fetch(door, { method: 'POST', body: new URLSearchParams(fields) }).catch(() => null);
}
