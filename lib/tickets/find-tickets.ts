/**
 * The search box of the console: a ticket number, however it was typed or pasted, leads to its ticket; the id of a click or a
 * user to all tickets of that user; anything else is the search language.
 */
import { db, sql } from '@/lib/foundation/db';
import { readTicketNumber } from '@/lib/rules/ticket-number';
import { parseTicketSearch, type TicketSearch } from '@/lib/rules/ticket-search';

export type Found = { number: string } | { search: TicketSearch };

export async function readSearch(typed: string): Promise<Found> {
  const number = readTicketNumber(typed.replaceAll('\0', '').trim());
  if (number && (await exists(number))) return { number };
  const search = parseTicketSearch(typed);
  const [word, ...more] = search.words;
  const alone = word !== undefined && more.length === 0 && search.terms.length === 0 && !word.includes(' ');
  if (!alone || !(await isId(word))) return { search };
  const place = { from: 0, to: typed.length };
  return { search: { ...search, words: [], terms: [{ key: 'user', any: [word], not: false, ...place }] } };
}

async function exists(number: string): Promise<boolean> {
  return (await db.query(sql`SELECT 1 FROM ticket WHERE number = ${number}`)).length > 0;
}

async function isId(word: string): Promise<boolean> {
  const found = await db.query(sql`
    SELECT 1 FROM click WHERE id = ${word}
    UNION ALL SELECT 1 FROM app JOIN end_user u ON u.app_id = app.id AND u.external_id = ${word} LIMIT 1`);
  return found.length > 0;
}
