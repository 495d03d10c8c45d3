/** Where an order stands: done is only good when nothing failed. */
import { useTranslations } from 'next-intl';
import { StatusChip } from '@/components/ui/status-chip';
import type { BulkJob } from '@/lib/tickets/bulk-read';

export function JobStatus({ job: { status, failed } }: { job: Pick<BulkJob, 'status' | 'failed'> }) {
  const t = useTranslations('console.bulk.status');
  if (status === 'DONE' && failed > 0)
    return (
      <StatusChip tone="bad" icon="warning">
        {t('FAILURES')}
      </StatusChip>
    );
  const [tone, icon] = LOOKS[status];
  return (
    <StatusChip tone={tone} icon={icon}>
      {t(status)}
    </StatusChip>
  );
}

const LOOKS = {
  WAITING: ['wait', 'clock'],
  RUNNING: ['info', 'clock'],
  DONE: ['ok', 'check'],
  CANCELLED: ['plain', 'info'],
} as const;
