/**
 * The language of a page. On the wall: the one in the session (the game's link said which). In the portal: the advertiser's or
 * the contact's. Elsewhere, and without a session: what the browser asks for. `?lang=` overrules both, for one page.
 */
import { headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { portalLocale } from '@/app/advertiser/visit';
import { currentVisitor } from '@/app/wall/visitor';
import { now } from '@/lib/foundation/clock';
import { isLocale, type Locale, PSEUDO, preferredLocale, readableLocale } from '@/lib/rules/locales';
import { pseudo } from '@/lib/rules/pseudo-locale';
import consoleEn from '@/messages/console.en.json';
import consoleEs from '@/messages/console.es.json';
import en from '@/messages/en.json';
import es from '@/messages/es.json';

const MESSAGES = { en: { ...en, ...consoleEn }, es: { ...es, ...consoleEs } };
type Words = typeof MESSAGES.en;

export default getRequestConfig(async ({ locale: asked }) => {
  const locale = isLocale(asked) ? asked : await pageLocale();
  return { locale, messages: messagesOf(locale), timeZone: 'UTC', now: now() };
});

export function messagesOf(locale: Locale): Words {
  return locale === PSEUDO ? pseudo(MESSAGES.en) : (MESSAGES[locale] as Words);
}

async function pageLocale(): Promise<Locale> {
  const head = await headers();
  const asked = readableLocale(head.get('x-lang'));
  if (asked) return asked;
  return readableLocale(await agreedLocale(head.get('x-page') ?? '')) ?? preferredLocale(head.get('accept-language'));
}

async function agreedLocale(page: string): Promise<string | null | undefined> {
  if (/^\/(wall|t|verify)(\/|$)/.test(page)) return (await currentVisitor())?.locale;
  return /^\/advertiser(\/|$)/.test(page) ? portalLocale(page) : null;
}
