/** What stands in a portal page's address. Links keep the language that was chosen. */
import { readableLocale } from '@/lib/rules/locales';

export type Query = Readonly<Record<string, string | string[] | undefined>>;

export function one(query: Query, name: string): string | null {
  const value = query[name];
  return typeof value === 'string' && value !== '' && value.length <= 300 ? value : null;
}

export function chosenLanguage(query: Query): string | null {
  return readableLocale(one(query, 'lang'));
}

export function hrefOf(path: string, lang: string | null, said: Record<string, string> = {}): string {
  const search = new URLSearchParams({ ...said, ...(lang && { lang }) });
  return search.size > 0 ? `${path}?${search}` : path;
}
