/** What must never be true, counted (04). The statements are the view `invariant_violations` of the migrations. */
import { db, sql } from '@/lib/foundation/db';

export type Invariant = { name: string; count: number };

/** All of them, the broken ones first. Every count must be 0. */
export async function checkInvariants(): Promise<Invariant[]> {
  return db.query<Invariant>(sql`SELECT name, count FROM invariant_violations ORDER BY count DESC, name`);
}

export async function brokenInvariants(): Promise<Invariant[]> {
  return (await checkInvariants()).filter(({ count }) => count > 0);
}

/** Those that speak of a running system: a test or a stopped worker leaves them true without anything being wrong. */
const LIVENESS = [
  'no callback due for more than 5 minutes',
  'no e-mail due for more than 5 minutes',
  'a confirmation whose click is known is matched within 5 minutes',
];

/** What is wrong whether anything runs or not: tests end with it. */
export async function brokenPromises(): Promise<Invariant[]> {
  return (await brokenInvariants()).filter(({ name }) => !LIVENESS.includes(name));
}
