/** What a message's file provides: from props and language to a letter. One file per message, all languages in it. */
import type { ReactElement } from 'react';
import type { EmailProps, EmailTemplate } from '@/lib/emails/email';
import { direction, type Locale, PSEUDO } from '@/lib/rules/locales';

/** The languages that texts are written in; a message that lacks one does not compile. */
export type Language = Exclude<Locale, typeof PSEUDO>;

/** `subject` comes without the ticket number; `body` is made of the pieces in parts.tsx, which also say themselves as text. */
export type Letter = { subject: string; heading: string; body: ReactElement };

export type Template<T extends EmailTemplate> = (props: EmailProps[T], language: Language) => Letter;

/** `es-MX` → Spanish; the mirror language and languages that we do not speak → English. */
export function languageOf(locale: string): Language {
  return BASE[locale.toLowerCase().split(/[-_]/)[0]!] ?? 'en';
}

const BASE: Record<string, Language> = { en: 'en', es: 'es' } satisfies Record<Language, Language>;

/** Only what we can write: an Arabic user reads English from left to right; the mirror language is there to be mirrored. */
export function directionOf(locale: string): 'ltr' | 'rtl' {
  return locale === PSEUDO ? direction(PSEUDO) : direction(languageOf(locale));
}

/** "Saturday 21 November 2026 at 14:05 UTC". We do not know where the reader is, so the zone is said. */
export function instantWords(iso: string, language: Language): string {
  return `${FORMATS[language].format(new Date(iso))} UTC`;
}

const UTC = { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' } as const;
const FORMATS: Record<Language, Intl.DateTimeFormat> = {
  en: new Intl.DateTimeFormat('en-GB', UTC),
  es: new Intl.DateTimeFormat('es-ES', UTC),
};
