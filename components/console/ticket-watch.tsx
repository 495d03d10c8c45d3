'use client';
/**
 * Tells quietly that the ticket on this page has changed since it was written, and by whom. Nothing moves under the agent's
 * hands: the newer state comes when they ask for it.
 */
import { useEffect, useState } from 'react';
import { onLive, type TicketNews } from '@/components/console/live/messages';
import { type ChangeEvent, changeText, type WhatChangedWords } from '@/components/console/what-changed';
import { Icon } from '@/components/ui/icon';
import { relativeText } from '@/components/ui/time-text';

type TicketWatchProps = {
  number: string;
  version: number;
  words: WhatChangedWords & { show: string };
  locale: string;
};

type News = { version: number; events: ChangeEvent[]; now: string };

export function TicketWatch({ number, version, words, locale }: TicketWatchProps) {
  const [news, setNews] = useState<News | null>(null);
  useEffect(() => {
    const look = async (news: TicketNews) => {
      if (news.number !== number || news.version <= version) return;
      const answer = await fetch(`/api/console/tickets/${number}/changes?since=${version}`).catch(() => null);
      if (answer?.ok) setNews((await answer.json()) as News);
    };
    return onLive<TicketNews>('makegood:ticket', look);
  }, [number, version]);
  const last = news?.events.at(-1);
  return (
    <div role="status" className="fixed inset-x-4 top-2 z-20 mx-auto w-fit">
      {news && last && (
        <p className="flex flex-wrap items-center gap-x-3 rounded-box border border-info-line bg-info-fill px-3 py-1 shadow-lg">
          <Icon name="info" className="size-4 text-info" />
          <span>
            {changeText(last, words)}, {relativeText(new Date(last.at), new Date(news.now), locale)}
          </span>
          <a href={`/console/tickets/${number}`} className="inline-flex min-h-6 items-center text-accent underline">
            {words.show}
          </a>
        </p>
      )}
    </div>
  );
}
