/**
 * A lane: all callbacks of one app, worked on by one worker at a time, so that a publisher never gets more calls at once
 * than we mean to and one that hangs blocks nobody else. The lock belongs to a database session: it ends with the worker.
 */
import pg from 'pg';
import { env } from '@/lib/foundation/env';
import { log } from '@/lib/foundation/log';

/** `isLost`: the session is gone, and another worker may have taken the lane. */
export type Lane = { isLost: () => boolean };

/** Runs `work` while this process holds the lane; null when somebody else does. */
export async function withLane<T>(appId: string, work: (lane: Lane) => Promise<T>): Promise<T | null> {
  const session = await sessions().connect();
  let lost = false;
  const onError = () => {
    lost = true;
  };
  session.on('error', onError);
  try {
    const { rows } = await session.query<{ held: boolean }>(`SELECT pg_try_advisory_lock(${KEY}) AS held`, [appId]);
    if (!rows[0]!.held) return null;
    try {
      return await work({ isLost: () => lost });
    } finally {
      await session.query(`SELECT pg_advisory_unlock(${KEY})`, [appId]).catch(onError);
    }
  } finally {
    session.off('error', onError);
    session.release(lost);
  }
}

const KEY = `hashtextextended('deliver-callbacks:' || $1, 0)`;

let held: pg.Pool | undefined;

/** Sessions of their own: lanes that waited for connections they themselves hold would stop for good. */
function sessions(): pg.Pool {
  if (held) return held;
  held = new pg.Pool({
    connectionString: env.DATABASE_URL,
    max: 32,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 10_000,
    allowExitOnIdle: true,
    keepAlive: true,
    application_name: 'makegood lanes',
  });
  held.on('error', (error) => log.warn({ reason: error.message }, 'idle lane session lost'));
  held.on('connect', (session) => session.on('error', () => undefined));
  return held;
}
