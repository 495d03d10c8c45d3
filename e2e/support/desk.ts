/** Agents and their tickets, for tests of what the desk does. */
import { randomUUID } from 'node:crypto';
import { saveAgent } from '@/lib/accounts/agents';
import { db, sql } from '@/lib/foundation/db';
import { isRefusal } from '@/lib/rules/refusal';
import { aClick, anOffer, aTicket, aUser, type Cast, confirm, type Task } from './cast';

export async function anAgent(name: string, role: 'agent' | 'senior' | 'lead' | 'auditor' = 'agent'): Promise<string> {
  const agent = { email: `${randomUUID().slice(0, 8)}@example.com`, name, role, password: 'correct horse battery' };
  const saved = await saveAgent(agent, new Date());
  if (isRefusal(saved)) throw new Error(saved.message);
  return saved.id;
}

export type LargeTicket = { number: string; userId: string; offerId: string; click: string };

/** Worth more than the automation may decide ($12), so that it waits for a person. */
export async function aLargeTicket(
  cast: Cast,
  {
    confirmed = false,
    usd = 12,
    validated = true,
    tasks = [{ key: 'level-10', name: 'Level 10' }],
    claimed = [],
  }: { confirmed?: boolean; usd?: number; validated?: boolean; tasks?: Task[]; claimed?: string[] } = {},
): Promise<LargeTicket> {
  const payoutMicros = BigInt(Math.round(usd * 1_000_000));
  const userId = await aUser(cast);
  const offerId = await anOffer(cast, { tasks: tasks.map((task) => ({ payoutMicros, ...task })) });
  const click = await aClick(userId, offerId);
  const { number } = await aTicket(userId, click, { validated, tasks: claimed });
  if (confirmed) await confirm(cast, click);
  return { number, userId, offerId, click };
}

export async function versionOf(number: string): Promise<number> {
  const [ticket] = await db.query<{ version: number }>(sql`SELECT version FROM ticket WHERE number = ${number}`);
  return ticket!.version;
}

export async function eventsOf(
  number: string,
): Promise<{ kind: string; data: Record<string, unknown>; version: number }[]> {
  return db.query(sql`
    SELECT e.kind, e.data, e.version FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id
     WHERE t.number = ${number} ORDER BY e.version, e.at, e.id`);
}

export async function setting(key: string, value: unknown): Promise<void> {
  await db.execute(sql`
    INSERT INTO setting (key, value) VALUES (${key}, ${JSON.stringify(value)}::jsonb)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
}
