/** Where a callback stands: icon, word, colour. */
import { useTranslations } from 'next-intl';
import type { IconName } from '@/components/ui/icon';
import { StatusChip, type Tone } from '@/components/ui/status-chip';
import type { CallbackStatus } from '@/lib/rules/callback-filter';

const LOOKS: Record<CallbackStatus, [Tone, IconName]> = {
  PENDING: ['info', 'half'],
  ACKNOWLEDGED: ['ok', 'check'],
  FAILED: ['bad', 'warning'],
  CANCELLED: ['plain', 'cross'],
};

export function CallbackStatusChip({ status }: { status: CallbackStatus }) {
  const t = useTranslations('console.callbacks.status');
  const [tone, icon] = LOOKS[status];
  return (
    <StatusChip tone={tone} icon={icon} className="px-1.5 py-0 whitespace-nowrap">
      {t(status)}
    </StatusChip>
  );
}
