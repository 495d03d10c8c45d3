/**
 * The languages we speak. `ar-XB` is no language but a mirror: English with accents, written from right to left, made at run
 * time. It shows texts that were not translated and layouts that only work from left to right; ask for it with `?lang=ar-XB`.
 */
export const PSEUDO = 'ar-XB';
export const LOCALES = ['en', 'es', PSEUDO] as const;
export type Locale = (typeof LOCALES)[number];

export function isLocale(value: unknown): value is Locale {
  return LOCALES.includes(value as Locale);
}

/** `es-MX` → `es`; null for a language that we do not speak. */
export function readableLocale(tag: string | null | undefined): Locale | null {
  const asked = (tag ?? '').toLowerCase();
  return LOCALES.find((locale) => locale.toLowerCase() === asked || locale === asked.split('-')[0]) ?? null;
}

/** The language that letters are written in: the mirror is for pages only. */
export function writtenLocale(tag: string | null | undefined): Exclude<Locale, typeof PSEUDO> {
  const locale = readableLocale(tag) ?? 'en';
  return locale === PSEUDO ? 'en' : locale;
}

const RIGHT_TO_LEFT = ['ar', 'fa', 'he', 'ur'];

export function direction(locale: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.includes(locale.split('-')[0]!) ? 'rtl' : 'ltr';
}

/** `es-MX,es;q=0.9,en;q=0.8` → `es`. The first language of the list that we speak, by its weight; English if none. */
export function preferredLocale(acceptLanguage: string | null | undefined): Locale {
  const wishes = (acceptLanguage ?? '').slice(0, 500).split(',').map(readWish);
  wishes.sort((a, b) => b.weight - a.weight);
  for (const { language } of wishes) {
    const spoken = readableLocale(language);
    if (spoken) return spoken;
  }
  return 'en';
}

function readWish(entry: string): { language: string; weight: number } {
  const [language = '', ...parameters] = entry.trim().toLowerCase().split(';');
  const weight = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('q='));
  return { language: language.trim(), weight: weight ? Number(weight.slice(2)) || 0 : 1 };
}
