/**
 * The search box of the console: a ticket number, however it was typed, an e-mail address, a click id or a user's id.
 * Each is looked up by an index; free text is not searched.
 */
import { db, type Sql, sql } from '@/lib/foundation/db';
import { readEmailAddress } from '@/lib/rules/email-address';
import { readTicketNumber } from '@/lib/rules/ticket-number';
import { QUEUE_ROW_COLUMNS, QUEUE_ROW_JOINS, type QueueRow } from '@/lib/tickets/queue-row';

export type Found = { number: string } | { rows: QueueRow[] };

const AT_MOST = 50;

export async function findTickets(typed: string): Promise<Found> {
  // U+0000 is in nobody's id, and no database takes it.
  const words = typed.replaceAll('\0', '').trim().slice(0, 254);
  const number = readTicketNumber(words);
  if (number && (await exists(number))) return { number };
  return { rows: words === '' ? [] : await newestWhere(whereOf(words)) };
}

async function exists(number: string): Promise<boolean> {
  return (await db.query(sql`SELECT 1 FROM ticket WHERE number = ${number}`)).length > 0;
}

function whereOf(words: string): Sql {
  const address = readEmailAddress(words);
  if (address) return sql`t.address = ${address}`;
  return sql`t.user_id IN (
    SELECT user_id FROM click WHERE id = ${words}
    UNION SELECT u.id FROM app JOIN end_user u ON u.app_id = app.id AND u.external_id = ${words})`;
}

function newestWhere(where: Sql): Promise<QueueRow[]> {
  return db.query<QueueRow>(sql`
    SELECT ${QUEUE_ROW_COLUMNS} FROM ticket t ${QUEUE_ROW_JOINS} WHERE ${where} ORDER BY t.opened_at DESC, t.id LIMIT ${AT_MOST}`);
}
