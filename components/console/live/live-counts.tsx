'use client';
/**
 * Keeps the numbers of the rail fresh: looks when something has changed, at most every two seconds, and when the window comes
 * back. While nothing is told (the feed is lost) it asks every half minute.
 */
import { useEffect } from 'react';
import { countText } from '@/components/console/count-text';
import { atMostEvery } from '@/components/console/live/at-most-every';
import { onLive } from '@/components/console/live/messages';

const APART_MS = 2_000;
const UNTOLD_MS = 30_000;

export function LiveCounts({ locale }: { locale: string }) {
  useEffect(() => {
    let isTold = false;
    const { ask, stop } = atMostEvery(APART_MS, () => {
      if (document.visibilityState === 'visible') void show(locale);
    });
    const timer = setInterval(() => isTold || ask(), UNTOLD_MS);
    const endings = [
      onLive('makegood:ticket', ask),
      onLive('makegood:many', ask),
      onLive<{ isLive: boolean }>('makegood:live', ({ isLive }) => {
        isTold = isLive;
      }),
    ];
    document.addEventListener('visibilitychange', ask);
    return () => {
      clearInterval(timer);
      stop();
      document.removeEventListener('visibilitychange', ask);
      for (const end of endings) end();
    };
  }, [locale]);
  return null;
}

/** No answer changes nothing: the numbers on the page stay until the next one. */
async function show(locale: string) {
  const answer = await fetch('/api/console/queues', { headers: { Accept: 'application/json' } }).catch(() => null);
  if (!answer?.ok) return;
  const { counts } = (await answer.json()) as { counts: Record<string, number> };
  for (const [queue, count] of Object.entries(counts)) {
    const place = document.querySelector(`[data-count="${queue}"]`);
    if (place) place.textContent = countText(count, locale);
  }
}
