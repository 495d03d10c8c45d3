/** In Progress (R1, R2): what was started, where it stands, how long it stays. */
import { getLocale, getTranslations } from 'next-intl/server';
import { requireVisitor } from '@/app/wall/visitor';
import { ProgressRow } from '@/components/offers/progress-row';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { PageTitle } from '@/components/wall/page-title';
import { now as wallClock } from '@/lib/foundation/clock';
import { listInProgress } from '@/lib/tickets/in-progress';

export async function generateMetadata() {
  return { title: (await getTranslations('progress'))('title') };
}

export default async function InProgress() {
  const visitor = await requireVisitor();
  const [t, locale, now] = [await getTranslations('progress'), await getLocale(), wallClock()];
  const entries = await listInProgress(visitor.userId, now);
  const toOffers = (
    <LinkButton look="primary" href="/wall/offers">
      {t('toOffers')}
    </LinkButton>
  );
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      {entries.length === 0 && (
        <EmptyState title={t('emptyTitle')} action={toOffers}>
          {t('empty')}
        </EmptyState>
      )}
      <ul className="grid">
        {entries.map((entry) => (
          <li key={entry.clickId} className="border-b border-line last:border-0">
            <ProgressRow entry={entry} now={now} locale={locale} />
          </li>
        ))}
      </ul>
    </>
  );
}
