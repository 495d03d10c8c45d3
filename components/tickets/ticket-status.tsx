import { useTranslations } from 'next-intl';
import type { IconName } from '@/components/ui/icon';
import { StatusChip, type Tone } from '@/components/ui/status-chip';
import type { TicketStatus as Status } from '@/lib/rules/ticket-states';

const LOOKS: Record<Status, { tone: Tone; icon: IconName }> = {
  AWAITING_24H: { tone: 'wait', icon: 'clock' },
  AWAITING_EMAIL: { tone: 'wait', icon: 'mail' },
  OPEN: { tone: 'info', icon: 'half' },
  PENDING_CONFIRMATION: { tone: 'wait', icon: 'clock' },
  ESCALATED: { tone: 'info', icon: 'half' },
  WITH_ADVERTISER: { tone: 'wait', icon: 'question' },
  APPROVED: { tone: 'ok', icon: 'check' },
  DENIED: { tone: 'bad', icon: 'cross' },
  CLOSED: { tone: 'plain', icon: 'circle' },
};

export function TicketStatus({ status }: { status: Status }) {
  const t = useTranslations('status');
  return <StatusChip {...LOOKS[status]}>{t(status)}</StatusChip>;
}
