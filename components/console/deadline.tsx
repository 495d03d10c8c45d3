/**
 * When a ticket has to be answered (R20): in 3 h, 12 min left, late 2 h. A word, an icon and a colour; the exact instants on
 * hover; true to the minute while the page is open. For rows of a queue, and with `announce` for the heading of a ticket,
 * where a screen reader is told when the deadline passes.
 */
import { useLocale, useTranslations } from 'next-intl';
import { DeadlineChip } from '@/components/console/deadline-chip';

type DeadlineProps = { dueAt: Date; breachAt: Date | null; now: Date; announce?: boolean };

export function Deadline({ dueAt, breachAt, now, announce = false }: DeadlineProps) {
  const t = useTranslations('console');
  const times = { dueAt, breachAt, now };
  return <DeadlineChip {...times} words={t.raw('deadline')} locale={useLocale()} announce={announce} />;
}
