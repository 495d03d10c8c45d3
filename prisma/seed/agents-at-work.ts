/** What agents do in a story. */
import { db, sql } from '@/lib/foundation/db';
import { assignTicket } from '@/lib/tickets/assign-ticket';
import { decideTicket } from '@/lib/tickets/decide-ticket';
import { accepted } from './configure';
import type { Scene } from './scene';

export async function takeOver(number: string, email: string, at: Date): Promise<void> {
  const agentId = await agentOf(email);
  accepted(await assignTicket({ number, assigneeId: agentId, agentId, version: await versionOf(number) }, { at }));
}

type Words = { number: string; outcome: 'approve' | 'deny'; reason: string; note: string | null };

export async function agentDecides(email: string, words: Words, at: Date): Promise<void> {
  const actor = { kind: 'AGENT' as const, id: await agentOf(email) };
  accepted(await decideTicket({ ...words, actor, version: await versionOf(words.number) }, { at }));
}

export async function ban({ userId }: Scene, reason: string, at: Date): Promise<void> {
  await db.execute(sql`UPDATE end_user SET banned_at = ${at}, ban_reason = ${reason} WHERE id = ${userId}::uuid`);
}

async function agentOf(email: string): Promise<string> {
  const [agent] = await db.query<{ id: string }>(sql`SELECT id FROM agent WHERE email = ${email}`);
  return agent!.id;
}

async function versionOf(number: string): Promise<number> {
  const [ticket] = await db.query<{ version: number }>(sql`SELECT version FROM ticket WHERE number = ${number}`);
  return ticket!.version;
}
