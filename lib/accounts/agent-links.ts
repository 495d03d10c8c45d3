/**
 * Links by which an agent sets a password: an invitation, or a new one. The link follows from the row's id and AUTH_SECRET and
 * is nowhere kept; it works once, for 72 hours, and a newer one ends it.
 */
import { createHash, randomUUID } from 'node:crypto';
import { endSessionsOf } from '@/lib/accounts/agent-sessions';
import { auditAgent } from '@/lib/accounts/audit-agent';
import { hashPassword, refuseWeak } from '@/lib/accounts/passwords';
import { ipKey, tryLimit } from '@/lib/accounts/try-limits';
import { db, inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { passwordToken } from '@/lib/outbox/links';
import { promiseEmail } from '@/lib/outbox/promise-email';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export type LinkKind = 'invitation' | 'new-password';

const LINK_LIVES_MS = 72 * 3_600_000;

type Order = { agentId: string; email: string; kind: LinkKind; locale: string; by: { id: string } };

/** In the transaction of what causes it. */
export async function sendPasswordLink(tx: Tx, { agentId, email, kind, locale, by }: Order): Promise<void> {
  const linkId = randomUUID();
  const until = new Date(tx.now.getTime() + LINK_LIVES_MS);
  await endLinksOf(tx, agentId);
  await tx.execute(sql`
    INSERT INTO agent_link (id, agent_id, kind, token_hash, created_by, created_at, expires_at)
    VALUES (${linkId}::uuid, ${agentId}::uuid, ${kind}, ${hashOf(passwordToken(linkId))}, ${by.id}::uuid, ${tx.now}, ${until})`);
  const props = { kind, linkId, until: until.toISOString() };
  await promiseEmail(tx, { key: `agent-link:${linkId}`, template: 'agent-invited', props, locale, to: email });
}

export async function endLinksOf(tx: Tx, agentId: string): Promise<void> {
  await tx.execute(sql`
    UPDATE agent_link SET replaced_at = ${tx.now}
     WHERE agent_id = ${agentId}::uuid AND used_at IS NULL AND replaced_at IS NULL`);
}

export type LiveLink = { kind: LinkKind; email: string; name: string };

/** Null: used, replaced, too old, never made, or of an agent who is disabled. */
export async function readPasswordLink(token: string, now: Date): Promise<LiveLink | null> {
  const [link] = await db.query<LiveLink>(sql`
    SELECT l.kind, a.email, a.name FROM agent_link l JOIN agent a ON a.id = l.agent_id
     WHERE l.token_hash = ${hashOf(token)} AND l.used_at IS NULL AND l.replaced_at IS NULL
       AND l.expires_at > ${now} AND a.disabled_at IS NULL`);
  return link ?? null;
}

const limit = tryLimit('password-link', 5, 20);

export async function setPasswordByLink(
  { token, password, ip }: { token: string; password: string; ip: string | null },
  now: Date,
): Promise<{ agentId: string } | Refusal> {
  const tooMany = await limit.take([ipKey(ip ?? 'unknown')]);
  if (tooMany) return tooMany;
  const link = await readPasswordLink(token, now);
  if (!link) return notValid();
  const weak = refuseWeak(password, [link.email, link.name]);
  if (weak) return weak;
  const passwordHash = await hashPassword(password);
  return inTransaction((tx) => usePasswordLink(tx, token, passwordHash), { at: now });
}

async function usePasswordLink(tx: Tx, token: string, passwordHash: string): Promise<{ agentId: string } | Refusal> {
  const [link] = await tx.query<{ agentId: string; kind: LinkKind }>(sql`
    UPDATE agent_link SET used_at = ${tx.now}
     WHERE token_hash = ${hashOf(token)} AND used_at IS NULL AND replaced_at IS NULL AND expires_at > ${tx.now}
    RETURNING agent_id, kind`);
  if (!link) return notValid();
  const { agentId, kind } = link;
  await tx.execute(sql`UPDATE agent SET password_hash = ${passwordHash} WHERE id = ${agentId}::uuid`);
  await endSessionsOf(tx, agentId);
  await auditAgent(tx, { id: agentId }, { action: 'password-set-by-link', agentId, after: { kind } });
  return { agentId };
}

function notValid(): Refusal {
  return refuse('link-not-valid', 'This link was used already, or it is too old. Ask an admin for a new one.');
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
