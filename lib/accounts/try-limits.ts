/**
 * How often somebody may guess. Counted in the database, so that every web process counts together; a success gives the
 * tries back, so that only guessing uses them up.
 */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { pool } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';

/** The limiter does arithmetic with `expire`, which our pool hands out as bigint; it gets plain numbers instead. */
const plainNumbers = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8
      ? Number
      : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};

type TryLimit = {
  /** Takes one try of each key before anything is looked at. */
  take: (keys: readonly string[]) => Promise<Refusal | null>;
  /** All tries of `forgotten` come back, and the last one of `returned`. */
  giveBack: (forgotten: string, returned?: string) => Promise<void>;
};

export function tryLimit(name: string, tries: number, seconds: number): TryLimit {
  let limiter: RateLimiterPostgres | undefined;
  const attempts = (): RateLimiterPostgres => {
    limiter ??= new RateLimiterPostgres({
      storeClient: { query: (query: pg.QueryConfig) => pool().query({ ...query, types: plainNumbers }) },
      storeType: 'pool',
      tableName: 'rate_limit',
      tableCreated: true,
      clearExpiredByTimeout: true,
      keyPrefix: name,
      points: tries,
      duration: seconds,
    });
    return limiter;
  };
  return {
    take: async (keys) => refusalOf(await Promise.allSettled(keys.map((key) => attempts().consume(key)))),
    giveBack: async (forgotten, returned) => {
      await attempts().delete(forgotten);
      if (returned) await attempts().reward(returned);
    },
  };
}

function refusalOf(taken: PromiseSettledResult<RateLimiterRes>[]): Refusal | null {
  const failed = taken.filter((result) => result.status === 'rejected').map((result) => result.reason as unknown);
  const broken = failed.find((reason) => !(reason instanceof RateLimiterRes));
  if (broken) throw broken;
  if (failed.length === 0) return null;
  const seconds = Math.ceil(Math.max(...failed.map((reason) => (reason as RateLimiterRes).msBeforeNext)) / 1000);
  return refuse('too-many', 'Too many tries. Please wait a moment and try again.', {
    details: { retryAfter: seconds },
  });
}

/** Addresses are not kept in the counters' table. */
export function addressKey(email: string): string {
  return `address:${createHash('sha256').update(email.toLowerCase()).digest('base64url')}`;
}

export function ipKey(ip: string): string {
  return `ip:${ip.slice(0, 64)}`;
}
