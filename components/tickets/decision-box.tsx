/** Our answer in plain words (R13, R19): for a denial the common reasons, and no specific one that nobody gave. */
import { useLocale, useTranslations } from 'next-intl';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import type { RewardStatus } from '@/lib/rules/ticket-states';

type Decision = { outcome: 'APPROVED' | 'DENIED'; reason: string; detail: string | null; at: Date };
type DecisionBoxProps = { decision: Decision; rewardStatus: RewardStatus };

const KNOWN = ['confirmed', 'eligible', 'not-confirmed', 'rejected', 'already-rewarded', 'deadline'];

export function DecisionBox({ decision: { outcome, reason, detail, at }, rewardStatus }: DecisionBoxProps) {
  const t = useTranslations('ticket');
  const locale = useLocale();
  const approved = outcome === 'APPROVED';
  const known = KNOWN.includes(reason);
  const withDetail = reason === 'rejected' && detail;
  const words = known ? reason : approved ? 'agent-approved' : 'agent';
  return (
    <Notice tone={approved ? 'ok' : 'bad'} title={t('decision.title')}>
      <p className="text-sm text-quiet">
        <Time at={at} style="clock" locale={locale} />
      </p>
      <p>{withDetail ? t('decision.rejectedDetail', { detail }) : t(`decision.${words}`)}</p>
      {detail && !withDetail && <p className="whitespace-pre-line">{detail}</p>}
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
