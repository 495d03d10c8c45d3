/** On top of the queues: offers about which far more people ask than usual. */
import { getTranslations } from 'next-intl/server';
import { Icon } from '@/components/ui/icon';
import { readClusters } from '@/lib/reports/clusters';

export async function ClusterStrip() {
  const clusters = await readClusters();
  if (clusters.length === 0) return null;
  const t = await getTranslations('console.clusters');
  return (
    <ul aria-label={t('title')} className="mb-3 flex flex-wrap gap-2">
      {clusters.map(({ offerKey, offerTitle, tickets }) => (
        <li key={offerKey}>
          <a
            href={`/console/clusters/${encodeURIComponent(offerKey)}`}
            className="inline-flex min-h-7 items-center gap-1.5 rounded-chip border border-wait-line bg-wait-fill px-2.5 text-wait hover:underline"
          >
            <Icon name="warning" className="size-4 shrink-0" />
            <span>{t('many', { count: tickets, offer: offerTitle })}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
