/** Shown with 401: the wall was opened without the game's link, or the session is over. */
import { getTranslations } from 'next-intl/server';
import { PlainPage } from '@/components/ui/plain-page';

export default async function Unauthorized() {
  const t = await getTranslations('noSession');
  return <PlainPage title={t('title')}>{t('body')}</PlainPage>;
}
