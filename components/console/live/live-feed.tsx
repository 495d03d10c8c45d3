'use client';
/** Keeps the page told of what changes, and says in the frame whether it is. */
import { useEffect, useState } from 'react';
import { announce } from '@/components/console/live/messages';
import { openSharedSource } from '@/components/console/live/shared-source';
import { classNames } from '@/components/ui/class-names';

/** `cursor`: what this page was made with. */
type LiveFeedProps = { agentId: string; cursor: string; words: { on: string; lost: string } };

export function LiveFeed({ agentId, cursor, words }: LiveFeedProps) {
  // A page that is written again goes on from where it is.
  const [from] = useState(cursor);
  const [isLive, setLive] = useState<boolean | null>(null);
  // That a page begins live is nothing to be read out; that it no longer is, and is again, is.
  const [wasLost, setLost] = useState(false);
  useEffect(() => {
    const source = openSharedSource(agentId, from, (message) => {
      if (message.type === 'state') {
        setLive(message.isLive);
        setLost((before) => before || !message.isLive);
      }
      announce(message);
    });
    // A page that comes back from the browser's memory has missed what was said.
    const onShow = (event: PageTransitionEvent) => event.persisted && window.location.reload();
    window.addEventListener('pagehide', source.close);
    window.addEventListener('pageshow', onShow);
    return () => {
      window.removeEventListener('pagehide', source.close);
      window.removeEventListener('pageshow', onShow);
      source.close();
    };
  }, [agentId, from]);
  return (
    <p
      aria-live={wasLost ? 'polite' : 'off'}
      data-live={isLive === null ? 'opening' : isLive ? 'on' : 'lost'}
      className="flex min-h-5 items-center gap-1.5 text-xs whitespace-nowrap text-quiet"
    >
      {isLive !== null && (
        <>
          <span aria-hidden="true" className={classNames('size-2 rounded-full', isLive ? 'bg-ok' : 'bg-wait')} />
          <span className="max-sm:sr-only">{isLive ? words.on : words.lost}</span>
        </>
      )}
    </p>
  );
}
