'use client';
/** The chip of a deadline, kept true while the page is open. */
import { useEffect, useState } from 'react';
import {
  type DeadlineState,
  type DeadlineWords,
  deadlineState,
  deadlineText,
} from '@/components/console/deadline-text';
import { everyMinute } from '@/components/console/every-minute';
import type { IconName } from '@/components/ui/icon';
import { StatusChip, type Tone } from '@/components/ui/status-chip';
import { instantText } from '@/components/ui/time-text';

const LOOKS: Record<DeadlineState, [Tone, IconName]> = {
  later: ['plain', 'clock'],
  soon: ['info', 'clock'],
  late: ['wait', 'warning'],
  breached: ['bad', 'warning'],
};

export type DeadlineChipProps = {
  dueAt: Date;
  breachAt: Date | null;
  /** The server's clock when the page was written; the page counts on from there by its own steady clock. */
  now: Date;
  words: DeadlineWords;
  locale: string;
  announce: boolean;
};

export function DeadlineChip({ dueAt, breachAt, now: written, words, locale, announce }: DeadlineChipProps) {
  const elapsed = useElapsed(written);
  const now = new Date(written.getTime() + elapsed);
  const state = deadlineState(dueAt, breachAt, now);
  const [tone, icon] = LOOKS[state];
  // Wide enough for every text, so that a row does not move when the hour changes.
  return (
    <span title={useExact(dueAt, breachAt, words, locale)} data-deadline={state}>
      <StatusChip tone={tone} icon={icon} className="min-w-28 px-1.5 py-0 whitespace-nowrap tabular-nums">
        {deadlineText({ dueAt, breachAt, now }, words, locale)}
      </StatusChip>
      {announce && (
        <span role="status" className="sr-only">
          {crossing(deadlineState(dueAt, breachAt, written), state, words)}
        </span>
      )}
    </span>
  );
}

/** Said once, when the line is crossed while somebody reads; not on every page that is opened late. */
function crossing(before: DeadlineState, state: DeadlineState, words: DeadlineWords): string {
  if (before === state) return '';
  return state === 'late' ? words.nowLate : state === 'breached' ? words.nowBreached : '';
}

function useElapsed(since: Date): number {
  const [elapsed, setElapsed] = useState(0);
  const start = since.getTime();
  useEffect(() => {
    const began = steady();
    setElapsed(0);
    return everyMinute(() => setElapsed(steady() - began));
  }, [start]);
  return elapsed;
}

/** Milliseconds since the page was loaded, whatever happens to the machine's own time of day. */
function steady(): number {
  return Number(document.timeline.currentTime ?? 0);
}

/** In UTC first, as the server can only know that; then in the reader's zone. */
function useExact(dueAt: Date, breachAt: Date | null, words: DeadlineWords, locale: string): string {
  const [zone, setZone] = useState<string | undefined>('UTC');
  useEffect(() => setZone(undefined), []);
  const target = instantText(dueAt, 'exact', locale, zone);
  if (breachAt === null) return words.exactTarget.replace('{target}', target);
  return words.exact.replace('{target}', target).replace('{breach}', instantText(breachAt, 'exact', locale, zone));
}
