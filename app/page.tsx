/** The door plate: what this is, and where agents go in. Users come from their game, by a signed link. */
import { getTranslations } from 'next-intl/server';
import { LinkButton } from '@/components/ui/button';
import { PlainPage } from '@/components/ui/plain-page';

export default async function Home() {
  const t = await getTranslations('home');
  const signIn = (
    <LinkButton look="primary" href="/sign-in">
      {t('signIn')}
    </LinkButton>
  );
  return (
    <PlainPage title={t('title')} actions={signIn}>
      <p>{t('what')}</p>
      <p>{t('players')}</p>
    </PlainPage>
  );
}
