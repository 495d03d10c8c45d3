/**
 * A backup is older than the erasures since: whoever was erased after it was taken is erased again. Who that is stands in the
 * database that is replaced, and in a file beside it (lib/outbox/erased-list.ts). The worker does it as soon as it runs; until
 * then they are as good as gone: no session of theirs opens, and nothing is sent to them.
 */
import type pg from 'pg';
import type { Erased } from '@/lib/outbox/erased-list';

/** Those that the database, as it is before it is replaced, knows of. */
export async function erasedHere(client: pg.Client): Promise<Erased[]> {
  const { rows: there } = await client.query(`SELECT FROM pg_class WHERE oid = to_regclass('public.erasure')`);
  if (there.length === 0) return [];
  return (await client.query<Erased>('SELECT user_id AS "userId", pseudonym FROM erasure')).rows;
}

/** Returns how many people have to be erased again. */
export async function eraseAgain(client: pg.Client, erased: readonly Erased[]): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `WITH known AS (SELECT DISTINCT ON ("userId") "userId" AS id, pseudonym FROM jsonb_to_recordset($1::jsonb) AS x("userId" uuid, pseudonym text)),
          noted AS (
            INSERT INTO erasure (user_id, pseudonym, asked_at)
            SELECT id, pseudonym, date_trunc('milliseconds', now()) FROM known ON CONFLICT DO NOTHING),
          buried AS (
            UPDATE end_user u SET erased_at = date_trunc('milliseconds', now()) FROM known
             WHERE u.id = known.id AND u.erased_at IS NULL RETURNING u.id),
          promised AS (
            SELECT graphile_worker.add_job('erase-person', json_build_object('userId', id)) AS job FROM buried)
     SELECT count(job)::int AS count FROM promised`,
    [JSON.stringify(erased)],
  );
  return rows[0]!.count;
}
