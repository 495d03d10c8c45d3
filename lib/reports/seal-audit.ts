/**
 * The chain over the audit log. Writers do not wait for each other: what is a minute old is sealed later, in links of at most
 * a thousand entries; each link's hash covers the digests of its entries and the hash before it. Whoever changes, removes or
 * slips in an entry would have to forge every later link, and somebody who wrote down a hash would see it.
 */
import { db, inTransaction, type Runner, sql, type Tx } from '@/lib/foundation/db';

const MOST_PER_SEAL = 1000;
/** Longer than any transaction may take. */
const SETTLES_IN_MS = 60_000;

/** Returns how many entries were sealed. Two that seal at once do not fork the chain: the second waits. */
export async function sealAudit(options: { at?: Date } = {}): Promise<number> {
  let sealed = 0;
  for (;;) {
    const entries = await inTransaction(sealSome, options);
    sealed += entries;
    if (entries < MOST_PER_SEAL) return sealed;
  }
}

async function sealSome(tx: Tx): Promise<number> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext('audit_seal'))`);
  const [link] = await tx.query<{ entries: number }>(sql`
    WITH last AS (SELECT id, hash FROM audit_seal ORDER BY id DESC LIMIT 1),
         these AS (
           SELECT e.id, audit_digest(e) AS digest FROM audit_entry e
            WHERE e.seal_id IS NULL AND e.at <= ${new Date(tx.now.getTime() - SETTLES_IN_MS)}
            ORDER BY e.id LIMIT ${MOST_PER_SEAL}),
         link AS (
           INSERT INTO audit_seal (id, sealed_at, entries, previous, hash)
           SELECT coalesce((SELECT id FROM last), 0) + 1, ${tx.now}, count(*), (SELECT hash FROM last),
                  sha256(coalesce((SELECT hash FROM last), ''::bytea) || string_agg(digest, ''::bytea ORDER BY id))
             FROM these HAVING count(*) > 0
           RETURNING id, entries),
         marked AS (UPDATE audit_entry e SET seal_id = link.id FROM these, link WHERE e.id = these.id)
    SELECT entries FROM link`);
  return link?.entries ?? 0;
}

/** `intact`: every link fits. `brokenAt`: the first that does not, with the instant of its seal. */
export type ChainState = {
  intact: boolean;
  brokenAt: { seal: bigint; sealedAt: Date } | null;
  seals: number;
  unsealed: number;
  last: { seal: bigint; sealedAt: Date; hash: string } | null;
};

/** Looks at the links from `since` on; without it at all of them. */
export async function verifyAudit({ since, runner = db }: { since?: Date; runner?: Runner } = {}): Promise<ChainState> {
  const from = since ?? new Date(0);
  const [found] = await runner.query<{
    seals: number;
    unsealed: number;
    broken: bigint | null;
    brokenAt: Date | null;
  }>(sql`
    WITH link AS (
           SELECT s.id, s.sealed_at, s.entries, s.previous, s.hash, s.forgotten_at, lag(s.hash) OVER (ORDER BY s.id) AS before,
                  lag(s.id) OVER (ORDER BY s.id) AS before_id, is_entry.count AS found,
                  sha256(coalesce(s.previous, ''::bytea) || is_entry.digests) AS should_be
             FROM audit_seal s
             CROSS JOIN LATERAL (
               SELECT count(*)::int AS count, coalesce(string_agg(audit_digest(e), ''::bytea ORDER BY e.id), ''::bytea) AS digests
                 FROM audit_entry e WHERE e.seal_id = s.id) AS is_entry
            WHERE s.sealed_at >= ${from}),
         broken AS (
           SELECT id, sealed_at FROM link
            WHERE (forgotten_at IS NULL AND (found <> entries OR hash <> should_be))
               OR (before_id IS NULL AND id > 1 AND ${since === undefined})
               OR (before_id IS NOT NULL AND (before_id <> id - 1 OR previous IS DISTINCT FROM before))
            ORDER BY id LIMIT 1)
    SELECT (SELECT count(*)::int FROM link) AS seals,
           (SELECT count(*)::int FROM audit_entry WHERE seal_id IS NULL) AS unsealed,
           (SELECT id FROM broken) AS broken, (SELECT sealed_at FROM broken) AS broken_at`);
  const { seals, unsealed, broken, brokenAt } = found!;
  const [last] = await runner.query<{ seal: bigint; sealedAt: Date; hash: string }>(
    sql`SELECT id AS seal, sealed_at, encode(hash, 'hex') AS hash FROM audit_seal ORDER BY id DESC LIMIT 1`,
  );
  return {
    intact: broken === null,
    brokenAt: broken === null ? null : { seal: broken, sealedAt: brokenAt! },
    seals,
    unsealed,
    last: last ?? null,
  };
}
