/** How an order over many tickets is named: what is done, with what was said for it. */
import { useTranslations } from 'next-intl';
import type { BulkJob } from '@/lib/tickets/bulk-read';

export function useBulkWords(): (job: Pick<BulkJob, 'action' | 'kind'>) => string {
  const t = useTranslations('console.bulk');
  return ({ action, kind }) =>
    kind === 'do' ? t(`action.${action}`) : t(`kind.${kind}`, { action: t(`action.${action}`) });
}
