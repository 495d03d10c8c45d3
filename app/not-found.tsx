import { getTranslations } from 'next-intl/server';
import { PlainPage } from '@/components/ui/plain-page';

export default async function NotFound() {
  const t = await getTranslations('notFound');
  return <PlainPage title={t('title')}>{t('body')}</PlainPage>;
}
