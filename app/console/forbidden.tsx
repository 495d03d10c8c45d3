/** Shown with 403 to an agent whose role does not reach this far. */
import { getTranslations } from 'next-intl/server';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export default async function Forbidden() {
  const t = await getTranslations('console');
  return (
    <main className="p-8">
      <EmptyState title={t('forbidden')} action={<LinkButton href="/console/tickets">{t('back')}</LinkButton>}>
        {t('forbiddenBody')}
      </EmptyState>
    </main>
  );
}
