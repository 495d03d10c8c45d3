/** What the advertiser answered, and what came of it: also when the answer came too late. */
import { useLocale, useTranslations } from 'next-intl';
import { Words } from '@/app/console/tickets/[number]/words';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import type { TicketRecheck } from '@/lib/rechecks/read-rechecks';
import type { RecheckAnswer } from '@/lib/rules/recheck-answer';
import type { TicketStatus } from '@/lib/rules/ticket-states';

const TONES = { eligible: 'ok', 'not-eligible': 'bad', 'need-more': 'wait' } as const;

type AnswerProps = { recheck: TicketRecheck; ticket: { status: TicketStatus } };

export function AnswerBox({ recheck, ticket }: AnswerProps) {
  const t = useTranslations('console.recheck');
  const locale = useLocale();
  const { answer, reason, words, answeredAt, answeredBy, late } = recheck;
  if (!answer || !answeredAt) return null;
  return (
    <Notice tone={TONES[answer]} title={t(late ? 'answeredLate' : 'answered', { answer: t(`answer.${answer}`) })}>
      <div className="grid gap-1">
        <p className="text-quiet">
          {t.rich('answeredBy', {
            who: answeredBy ?? '',
            when: () => <Time at={answeredAt} style="clock" locale={locale} />,
          })}
        </p>
        {reason && <p>{t(`because.${reason}`)}</p>}
        {words && <Words>{words}</Words>}
        <p>{t(`then.${consequenceOf(answer, late, ticket.status)}`)}</p>
      </div>
    </Notice>
  );
}

type Consequence = 'paid' | 'denied' | 'yours' | 'confirming' | 'lateKept';

function consequenceOf(answer: RecheckAnswer, late: boolean, status: TicketStatus): Consequence {
  if (status === 'APPROVED') return answer === 'eligible' ? 'paid' : 'lateKept';
  if (status === 'DENIED') return answer === 'not-eligible' && !late ? 'denied' : 'lateKept';
  return answer === 'eligible' ? 'confirming' : 'yours';
}
