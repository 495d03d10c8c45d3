'use client';
/**
 * Keeps a log fresh while somebody looks: asks the door whether something newer has come, and has the page written again if
 * so. Hidden it does not ask; without an answer it waits longer each time.
 */
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { classNames } from '@/components/ui/class-names';

const EVERY_MS = 3_000;
const AT_MOST_MS = 60_000;

type LiveLogProps = { door: string; words: { on: string; lost: string } };

export function LiveLog({ door, words }: LiveLogProps) {
  const router = useRouter();
  const [lost, setLost] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let wait = EVERY_MS;
    let over = false;
    const look = async () => {
      if (document.visibilityState === 'hidden') return;
      const newer = await countNewer(door);
      if (over) return;
      setLost(newer === null);
      wait = newer === null ? Math.min(wait * 2, AT_MOST_MS) : EVERY_MS;
      if (newer) router.refresh();
      timer = setTimeout(look, wait);
    };
    const onChange = () => {
      clearTimeout(timer);
      void look();
    };
    timer = setTimeout(look, wait);
    document.addEventListener('visibilitychange', onChange);
    return () => {
      over = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onChange);
    };
  }, [door, router]);
  return (
    <p role="status" className="flex items-center gap-2 text-quiet">
      <span aria-hidden="true" className={classNames('size-2 rounded-full', lost ? 'bg-edge' : 'bg-ok')} />
      {lost ? words.lost : words.on}
    </p>
  );
}

async function countNewer(door: string): Promise<number | null> {
  const answer = await fetch(door, { headers: { Accept: 'application/json' } }).catch(() => null);
  if (!answer?.ok) return null;
  return ((await answer.json()) as { newer: number }).newer;
}
