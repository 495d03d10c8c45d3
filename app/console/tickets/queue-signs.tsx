/** What is worth knowing of a ticket at a glance: proof, a reply, mail that did not arrive, asleep, held. Icon, number, word. */
import { AlarmClock, MailWarning, MessageSquare, Paperclip, Pause, PlugZap } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { QueueRow } from '@/lib/tickets/queue-row';

type Sign = { key: string; Icon: typeof Paperclip; shown: boolean; count?: number; text: string; bad?: boolean };

export function QueueSigns({ row, now }: { row: QueueRow; now: Date }) {
  const t = useTranslations('console.table');
  const { screenshots, failedEmails, failedCallbacks, userRepliedAt, snoozedUntil, heldReason, mailFailure } = row;
  const signs: Sign[] = [
    {
      key: 'proof',
      Icon: Paperclip,
      shown: screenshots > 0,
      count: screenshots,
      text: t('screenshots', { count: screenshots }),
    },
    { key: 'reply', Icon: MessageSquare, shown: userRepliedAt !== null, text: t('replied') },
    {
      key: 'bounce',
      Icon: MailWarning,
      shown: failedEmails > 0,
      text: t('bounced', { count: failedEmails }),
      bad: true,
    },
    {
      key: 'silent',
      Icon: PlugZap,
      shown: failedCallbacks > 0,
      text: t('silent', { count: failedCallbacks }),
      bad: true,
    },
    { key: 'asleep', Icon: AlarmClock, shown: snoozedUntil !== null && snoozedUntil > now, text: t('snoozed') },
    { key: 'held', Icon: Pause, shown: heldReason !== null, text: t('held', { reason: heldReason ?? '' }) },
  ].filter(({ shown }) => shown);
  if (signs.length === 0) return <span className="text-quiet">{t('nobody')}</span>;
  return (
    <span className="inline-flex items-center gap-2">
      {signs.map(({ key, Icon, count, text, bad }) => (
        <span key={key} className="inline-flex items-center gap-0.5 tabular-nums" title={text}>
          <Icon aria-hidden="true" className={bad ? 'size-4 text-bad' : 'size-4 text-quiet'} />
          {count !== undefined && <span aria-hidden="true">{count}</span>}
          <span className="sr-only">{text}</span>
        </span>
      ))}
      {mailFailure && <bdi className="max-w-48 truncate text-bad">{mailFailure}</bdi>}
    </span>
  );
}
