'use client';
/** Keeps the numbers of the rail fresh while somebody looks: asks every half minute, and when the window comes back. */
import { useEffect } from 'react';
import { countText } from '@/components/console/count-text';

const EVERY_MS = 30_000;

export function LiveCounts({ locale }: { locale: string }) {
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === 'visible') void show(locale);
    };
    const timer = setInterval(refresh, EVERY_MS);
    document.addEventListener('visibilitychange', refresh);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', refresh);
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
