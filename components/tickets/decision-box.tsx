/** Our answer in plain words (R13, R19): for a denial the common reasons, and no specific one that nobody gave. */
import { useLocale, useTranslations } from 'next-intl';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { writtenLocale } from '@/lib/rules/locales';
import { afterRejection, rejectionWords } from '@/lib/rules/rejections';
import type { RewardStatus } from '@/lib/rules/ticket-states';

type Decision = {
  outcome: 'APPROVED' | 'DENIED';
  reason: string;
  rejection: string | null;
  words: string | null;
  at: Date;
};
type DecisionBoxProps = { decision: Decision; rewardStatus: RewardStatus };

const KNOWN = ['confirmed', 'eligible', 'not-confirmed', 'rejected', 'already-rewarded', 'deadline'];

export function DecisionBox({ decision: { outcome, reason, rejection, words, at }, rewardStatus }: DecisionBoxProps) {
  const t = useTranslations('ticket');
  const locale = useLocale();
  const approved = outcome === 'APPROVED';
  const known = KNOWN.includes(reason);
  const answer = known ? reason : approved ? 'agent-approved' : 'agent';
  const because = reason === 'rejected' && rejectionWords(rejection, writtenLocale(locale));
  const next = because && afterRejection(rejection, writtenLocale(locale));
  return (
    <Notice tone={approved ? 'ok' : 'bad'} title={t('decision.title')}>
      <p className="text-sm text-quiet">
        <Time at={at} style="clock" locale={locale} />
      </p>
      <p>{because ? t('decision.rejectedDetail', { detail: because }) : t(`decision.${answer}`)}</p>
      {next && <p>{next}</p>}
      {words && (
        <p dir="auto" className="break-words whitespace-pre-line">
          {words}
        </p>
      )}
      {approved && t.has(`reward.${rewardStatus}`) && <p>{t(`reward.${rewardStatus}`)}</p>}
      {reason === 'not-confirmed' && <CommonReasons />}
    </Notice>
  );
}

function CommonReasons() {
  const t = useTranslations('ticket.decision');
  return (
    <div className="grid gap-1 pt-2">
      <p>{t('reasons')}</p>
      <ul className="list-disc ps-5">
        <li>{t('reason1')}</li>
        <li>{t('reason2')}</li>
        <li>{t('reason3')}</li>
        <li>{t('reason4')}</li>
      </ul>
      <p>{t('late')}</p>
    </div>
  );
}
