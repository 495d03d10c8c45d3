/** After a wrong secret was put right: all refused ones of the filter, run again a step at a time. */
import { getLocale, getTranslations } from 'next-intl/server';
import type { Flash } from '@/app/console/flash';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { ReplayStep } from '@/lib/postbacks/replay-refused';
import { filterQuery, RECEIPT_OUTCOMES, type ReceiptFilter } from '@/lib/rules/receipt-filter';

type ReplayAllProps = { integrationKey: string; filter: ReceiptFilter; told: Flash | null; problem: Flash | null };

export async function ReplayAll({ integrationKey, filter, told, problem }: ReplayAllProps) {
  const t = await getTranslations('console.receipts.replayAll');
  const word = await getTranslations('console.receipts.outcome');
  const locale = await getLocale();
  const step = told ? (told.details as ReplayStep) : null;
  const ends = RECEIPT_OUTCOMES.flatMap((outcome) => {
    const count = step?.ends[outcome];
    return count ? [`${word(outcome)} ${new Intl.NumberFormat(locale).format(count)}`] : [];
  });
  return (
    <div id="log" className="grid grid-cols-1 gap-3">
      {problem && <Notice tone="bad">{problem.message}</Notice>}
      {step && (
        <Notice tone={step.stopped ? 'wait' : 'ok'} title={t('done')}>
          {ends.length > 0 ? new Intl.ListFormat(locale).format(ends) : t('none')} {step.stopped}
        </Notice>
      )}
      {(!step || step.isMore) && (
        <form
          method="post"
          action={`/api/console/integrations/${encodeURIComponent(integrationKey)}/replays`}
          className="flex flex-wrap items-center gap-x-3 gap-y-1"
        >
          {[...filterQuery(filter), ...(step ? [['since', step.since] as const] : [])].map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <Button size="dense" look={step ? 'primary' : 'secondary'}>
            {t(step ? 'goOn' : 'start')}
          </Button>
          <p className="max-w-prose text-quiet">{t(step ? 'more' : 'what')}</p>
        </form>
      )}
    </div>
  );
}
