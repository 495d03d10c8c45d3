/** Where a portal link leads that is over, was revoked or never was: what happened, and how to get a new one. */
import { getTranslations } from 'next-intl/server';
import { plainHtml } from '@/app/plain-html';
import { route } from '@/lib/foundation/route';
import { preferredLocale, readableLocale } from '@/lib/rules/locales';

export const GET = route(async (request) => {
  const { searchParams } = new URL(request.url);
  const locale = readableLocale(searchParams.get('lang')) ?? preferredLocale(request.headers.get('accept-language'));
  const why = searchParams.get('why') === 'busy' ? 'busy' : 'over';
  const t = await getTranslations({ locale, namespace: `advertiser.link.${why}` });
  return plainHtml(request, {
    status: why === 'busy' ? 429 : 404,
    locale,
    title: t('title'),
    lines: [t('what'), t('todo')],
    ...(why === 'over' && { link: { href: '/advertiser', text: t('ask') } }),
  });
});
