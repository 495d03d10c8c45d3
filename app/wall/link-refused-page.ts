/** The 403 page for a link that is old or was tampered with, and for those without a session. */
import { getTranslations } from 'next-intl/server';
import { plainHtml } from '@/app/plain-html';
import { type Locale, readableLocale } from '@/lib/rules/locales';
import type { Refusal } from '@/lib/rules/refusal';

export async function linkRefusedPage(request: Request, refusal: Refusal, preferred: Locale): Promise<Response> {
  const locale = readableLocale(new URL(request.url).searchParams.get('lang')) ?? preferred;
  const t = await getTranslations({ locale });
  const [title = '', ...lines] = new URL(request.url).searchParams.has('sig') ? badLink(t, refusal) : noLink(t);
  return plainHtml(request, { status: 403, locale, title, lines });
}

type Translate = Awaited<ReturnType<typeof getTranslations>>;

function badLink(t: Translate, refusal: Refusal): string[] {
  const why = refusal.message.includes('too old') ? 'old' : 'wrong';
  return [t('badLink.title'), t(`badLink.${why}`), t('badLink.todo'), t('badLink.still')];
}

/** Not from a link at all: a page of the wall sent them here, because there is no session (any more). */
function noLink(t: Translate): string[] {
  return [t('noSession.title'), t('noSession.body')];
}
