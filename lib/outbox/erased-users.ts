/**
 * People whose data was erased stay known by a keyed pseudonym, so that nothing new is written about them: no click, no wall,
 * no mail. It stands beside the secret it is derived from (links.ts). Whoever has the database alone cannot tell who they were.
 */
import { join, type Runner, sql, type Tx } from '@/lib/foundation/db';
import { derive } from '@/lib/outbox/links';

type User = { appId: string; externalId: string };

/** What stands where the game's own id of them stood. */
export function pseudonymOfUser({ appId, externalId }: User): string {
  return `erased:${short(`erased-user:${appId}:${externalId}`)}`;
}

/** The same for the same address wherever it stands, so that what belongs together stays together. */
export function pseudonymOfAddress(address: string): string {
  return `erased:${short(`erased-address:${address}`)}`;
}

/** The subject of an audit entry about an address: the log is sealed, and an address in it could never be taken out again. */
export function auditedAddress(address: string): string {
  return `address:${short(`erased-address:${address}`)}`;
}

const short = (purpose: string) => derive(purpose).toString('hex').slice(0, 32);

const LOCK = sql`hashtextextended('erased users', 0)`;

/** Those of them that were erased. Until the caller's transaction ends, none of the others is being renamed. */
export async function erasedAmong<Some extends User>(tx: Tx, users: readonly Some[]): Promise<Some[]> {
  if (users.length === 0) return [];
  await tx.execute(sql`SELECT pg_advisory_xact_lock_shared(${LOCK})`);
  const known = await tx.query<{ pseudonym: string }>(
    sql`SELECT pseudonym FROM erasure WHERE pseudonym = ANY(${users.map(pseudonymOfUser)}::text[])`,
  );
  if (known.length === 0) return [];
  const erased = new Set(known.map(({ pseudonym }) => pseudonym));
  return users.filter((user) => erased.has(pseudonymOfUser(user)));
}

/** Waits for those who are just making users, and lets nobody begin until the transaction ends. */
export async function lockOutNewUsers(tx: Tx): Promise<void> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(${LOCK})`);
}

/** Every address that is on file for a user; where nothing but pseudonyms is left, none. */
export async function addressesOf(run: Runner, userId: string): Promise<Record<string, string>> {
  const tickets = sql`SELECT id FROM ticket WHERE user_id = ${userId}::uuid`;
  const places = [
    sql`SELECT address FROM ticket WHERE user_id = ${userId}::uuid`,
    sql`SELECT address FROM validated_email WHERE user_id = ${userId}::uuid`,
    sql`SELECT address FROM email_validation WHERE ticket_id IN (${tickets})`,
    sql`SELECT to_address FROM email WHERE ticket_id IN (${tickets})`,
    sql`SELECT address FROM reply_token WHERE ticket_id IN (${tickets})`,
  ];
  const found = await run.query<{ address: string }>(sql`
    WITH said(address) AS (${join(places, ' UNION ')})
    SELECT address FROM said UNION SELECT lower(address) FROM said`);
  return Object.fromEntries(
    found
      .filter(({ address }) => !address.startsWith('erased:') && address !== '')
      .map(({ address }) => [address, pseudonymOfAddress(address)]),
  );
}
