/**
 * How often somebody may try to sign in: 5 times per 20 seconds for one address, and as often from one IP (04, Limits).
 * Counted in the database, so that every web process counts together. A success gives the tries back: only guessing
 * uses them up.
 */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { pool } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export const TRIES = 5;
export const PER_SECONDS = 20;

/** The limiter does arithmetic with `expire`, which our pool hands out as bigint; it gets plain numbers instead. */
const plainNumbers = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8
      ? Number
      : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};

let limiter: RateLimiterPostgres | undefined;

function attempts(): RateLimiterPostgres {
  limiter ??= new RateLimiterPostgres({
    storeClient: { query: (query: pg.QueryConfig) => pool().query({ ...query, types: plainNumbers }) },
    storeType: 'pool',
    tableName: 'rate_limit',
    tableCreated: true,
    clearExpiredByTimeout: true,
    keyPrefix: 'sign-in',
    points: TRIES,
    duration: PER_SECONDS,
  });
  return limiter;
}

/** Takes one try for the address and one for the IP before the password is looked at. */
export async function takeSignInTry(email: string, ip: string | null): Promise<Refusal | null> {
  const taken = await Promise.allSettled(keys(email, ip).map((key) => attempts().consume(key)));
  const failed = taken.filter((result) => result.status === 'rejected').map((result) => result.reason as unknown);
  const broken = failed.find((reason) => !(reason instanceof RateLimiterRes));
  if (broken) throw broken;
  if (failed.length === 0) return null;
  const seconds = Math.ceil(Math.max(...failed.map((reason) => (reason as RateLimiterRes).msBeforeNext)) / 1000);
  return refuse('too-many', 'Too many tries. Please wait a moment and try again.', {
    details: { retryAfter: seconds },
  });
}

/** The password was right: the tries come back. */
export async function giveSignInTryBack(email: string, ip: string | null): Promise<void> {
  const [address, from] = keys(email, ip);
  await attempts().delete(address!);
  if (from) await attempts().reward(from);
}

function keys(email: string, ip: string | null): string[] {
  const address = createHash('sha256').update(email.toLowerCase()).digest('base64url');
  return [`address:${address}`, ...(ip ? [`ip:${ip.slice(0, 64)}`] : [])];
}
