/** Shown with 403 to an agent whose role does not reach this far. */
import { getTranslations } from 'next-intl/server';
import { LinkButton } from '@/components/ui/button';
import { PlainPage } from '@/components/ui/plain-page';

export default async function Forbidden() {
  const t = await getTranslations('console');
  const back = <LinkButton href="/console/tickets">{t('back')}</LinkButton>;
  return (
    <PlainPage title={t('forbidden')} actions={back}>
      {t('forbiddenBody')}
    </PlainPage>
  );
}
