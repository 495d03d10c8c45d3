/** Where a ticket stands, in two words: for pages that ask whether they are out of date. */
import { db, sql } from '@/lib/foundation/db';
import type { TicketStatus } from '@/lib/rules/ticket-states';

export async function readVersion(number: string): Promise<{ version: number; status: TicketStatus } | null> {
  const [ticket] = await db.query<{ version: number; status: TicketStatus }>(
    sql`SELECT version, status FROM ticket WHERE number = ${number}`,
  );
  return ticket ?? null;
}
