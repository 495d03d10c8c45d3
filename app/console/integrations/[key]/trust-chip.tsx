/** Strong or weak, in a word, an icon and a colour. */
import { useTranslations } from 'next-intl';
import { StatusChip } from '@/components/ui/status-chip';
import type { Trust } from '@/lib/dialects/trust';

export function TrustChip({ trust }: { trust: Trust }) {
  const t = useTranslations('console.integration.trust');
  return (
    <StatusChip tone={trust === 'strong' ? 'ok' : 'wait'} icon={trust === 'strong' ? 'check' : 'warning'}>
      {t(trust)}
    </StatusChip>
  );
}
