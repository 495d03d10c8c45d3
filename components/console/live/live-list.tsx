'use client';
/**
 * News about a list of tickets, without moving a line under anybody's hand: changed lines are marked, what is new is counted,
 * and the list is written again when the reader asks. Names of colleagues appear beside the tickets that they are at.
 */
import { useRouter } from 'next/navigation';
import { useEffect, useState, useTransition } from 'react';
import { atMostEvery } from '@/components/console/live/at-most-every';
import { onLive, type PresenceNews, type TicketNews } from '@/components/console/live/messages';
import { Button } from '@/components/ui/button';

/** `writing`: said of `{name}`. */
type Words = { fresh: string; changed: string; show: string; writing: string; looking: string };

/** Between two looks at which tickets would be here now. */
const APART_MS = 5_000;
const FIRST_LOOK_MS = 1_000;

export function LiveList({ words }: { words: Words }) {
  const router = useRouter();
  const [isWriting, write] = useTransition();
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const [fresh, setFresh] = useState(0);
  useEffect(() => {
    const look = async () => {
      if (document.visibilityState === 'visible') setFresh(await countFresh());
    };
    const { ask, stop } = atMostEvery(APART_MS, () => void look(), FIRST_LOOK_MS);
    const endings = [
      onLive<TicketNews>('makegood:ticket', ({ number, version }) => {
        const line = lineOf(number);
        if (!line) return ask();
        if (Number(line.dataset.version ?? 0) >= version) return;
        mark(number, words.changed);
        setChanged((before) => new Set(before).add(number));
      }),
      onLive('makegood:many', ask),
      onLive<PresenceNews>('makegood:presence', (news) => showPresent(news, words)),
    ];
    return () => {
      stop();
      for (const end of endings) end();
    };
  }, [words]);
  const again = () =>
    write(() => {
      for (const number of changed) mark(number, '');
      setChanged(new Set());
      setFresh(0);
      router.refresh();
    });
  const news = [fresh > 0 && `${words.fresh}: ${fresh}`, changed.size > 0 && `${words.changed}: ${changed.size}`];
  const text = news.filter(Boolean).join(' · ');
  return (
    <div aria-live="polite" data-live-list className="empty:hidden">
      {text && (
        <p className="flex items-center gap-3 rounded-box border border-info-line bg-info-fill px-3 py-1 text-info">
          <span className="tabular-nums">{text}</span>
          <Button type="button" size="dense" onClick={again} disabled={isWriting}>
            {words.show}
          </Button>
        </p>
      )}
    </div>
  );
}

function lineOf(number: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-row][href^="/console/tickets/${CSS.escape(number)}"]`);
}

function mark(number: string, word: string): void {
  const place = document.querySelector(`span[data-news="${CSS.escape(number)}"]`);
  if (place) place.textContent = word;
}

/** The page as it would be written now says which tickets have come; it is only counted. */
async function countFresh(): Promise<number> {
  const answer = await fetch(window.location.href, { headers: { Accept: 'text/html' } }).catch(() => null);
  if (!answer?.ok) return 0;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const rows = [...page.querySelectorAll('a[data-row]')].map((row) => row.getAttribute('href') ?? '');
  return rows.filter((href) => !document.querySelector(`a[data-row][href="${CSS.escape(href)}"]`)).length;
}

function showPresent({ number, people }: PresenceNews, words: Words): void {
  const place = document.querySelector(`span[data-presence="${CSS.escape(number)}"]`);
  if (!place) return;
  place.textContent = people
    .map(({ name, replying }) => (replying ? words.writing : words.looking).replace('{name}', name))
    .join(' · ');
}
