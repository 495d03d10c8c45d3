/**
 * Time, without waiting for it: what is due later is made due now. Only rows that nobody holds are moved, because a lease
 * that runs out early would take a message out of a living worker's hands.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Laboratory } from './laboratory';

/** An hour has gone by: the hourly run may run again, and is asked to. */
export async function anHourPasses({ client }: Laboratory): Promise<void> {
  await client.query('DELETE FROM cron_run');
  await client.query(`SELECT graphile_worker.add_job('hourly-run')`);
}

/** Whatever waits for its next try is due, and the minute's look is taken. */
export async function aMinutePasses({ client }: Laboratory): Promise<void> {
  await client.query(
    `UPDATE email SET next_at = now() WHERE status = 'PENDING' AND next_at > now() AND lease_until IS NULL`,
  );
  await client.query(
    `UPDATE callback SET next_at = now() WHERE status = 'PENDING' AND next_at > now() AND lease_until IS NULL`,
  );
  await client.query(`SELECT graphile_worker.add_job('every-minute')`);
}

/** Everybody is dead, and has been for so long that their leases have run out. */
export async function leasesRunOut({ client }: Laboratory): Promise<void> {
  await client.query(`UPDATE email SET next_at = now(), lease_until = NULL WHERE status = 'PENDING'`);
  await client.query(`UPDATE callback SET next_at = now(), lease_until = NULL WHERE status = 'PENDING'`);
  await client.query(`
    UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '10 minutes' WHERE locked_at IS NOT NULL`);
}

type Waiting = { mails: number; callbacks: number; confirmations: number; tickets: number; jobs: number };

/** Until nothing waits for anybody; throws when that takes too long. */
export async function untilQuiet(lab: Laboratory, seconds: number, ignored: (keyof Waiting)[] = []): Promise<void> {
  const end = performance.now() + seconds * 1000;
  for (let turn = 1; ; turn += 1) {
    const waiting = await readWaiting(lab);
    for (const name of ignored) waiting[name] = 0;
    if (Object.values(waiting).every((count) => count === 0)) return;
    if (performance.now() > end) throw new Error(`Not quiet after ${seconds} s: ${JSON.stringify(waiting)}`);
    if (turn % 10 === 0) await aMinutePasses(lab);
    await wait(100);
  }
}

async function readWaiting({ client }: Laboratory): Promise<Waiting> {
  const { rows } = await client.query<Waiting>(`
    SELECT (SELECT count(*) FROM email WHERE status = 'PENDING')::int AS mails,
           (SELECT count(*) FROM callback WHERE status = 'PENDING')::int AS callbacks,
           (SELECT count(*) FROM confirmation WHERE matched_at IS NULL)::int AS confirmations,
           (SELECT count(*) FROM ticket WHERE status = 'OPEN' AND value_micros <= 5000000)::int AS tickets,
           (SELECT count(*) FROM graphile_worker.jobs WHERE task_identifier IN ('match-confirmations', 'tell-acknowledged')
                AND attempts < max_attempts)::int AS jobs`);
  return rows[0]!;
}
