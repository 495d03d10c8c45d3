/** A ticket's status for agents: icon, word, colour. */
import { useTranslations } from 'next-intl';
import type { IconName } from '@/components/ui/icon';
import { StatusChip, type Tone } from '@/components/ui/status-chip';
import type { RewardStatus, TicketStatus } from '@/lib/rules/ticket-states';

const TICKET: Record<TicketStatus, [Tone, IconName]> = {
  AWAITING_24H: ['plain', 'clock'],
  AWAITING_EMAIL: ['plain', 'mail'],
  OPEN: ['info', 'half'],
  PENDING_CONFIRMATION: ['wait', 'clock'],
  ESCALATED: ['wait', 'warning'],
  WITH_ADVERTISER: ['wait', 'dotted'],
  APPROVED: ['ok', 'check'],
  DENIED: ['bad', 'cross'],
  CLOSED: ['plain', 'circle'],
};

const REWARD: Record<RewardStatus, [Tone, IconName]> = {
  NONE: ['plain', 'circle'],
  PENDING: ['wait', 'clock'],
  CONFIRMED: ['info', 'half'],
  SENT: ['info', 'half'],
  ACKNOWLEDGED: ['ok', 'check'],
  FAILED: ['bad', 'warning'],
  REVERSED: ['bad', 'undo'],
};

export function TicketStatusChip({ status }: { status: TicketStatus }) {
  const t = useTranslations('console.status');
  const [tone, icon] = TICKET[status];
  return (
    <StatusChip tone={tone} icon={icon} className="px-1.5 py-0 whitespace-nowrap">
      {t(status)}
    </StatusChip>
  );
}

export function RewardStatusChip({ status }: { status: RewardStatus }) {
  const t = useTranslations('console.reward');
  const [tone, icon] = REWARD[status];
  return (
    <StatusChip tone={tone} icon={icon} className="px-1.5 py-0 whitespace-nowrap">
      {t(status)}
    </StatusChip>
  );
}
