/** What was sent to try a game, and what came of it, as it is on record. */
import { db, sql } from '@/lib/foundation/db';
import type { SimulatedStep } from '@/lib/offers/simulate-callback';
import type { CallbackTrial } from '@/lib/rules/callback-trials';

export type Simulation = {
  id: string;
  at: Date;
  by: string | null;
  trial: CallbackTrial;
  userId: string;
  steps: SimulatedStep[];
};

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export async function readSimulation(appKey: string, id: string): Promise<Simulation | null> {
  if (!ID.test(id)) return null;
  return (await list(appKey, sql`AND e.id = ${id}::uuid`, 1))[0] ?? null;
}

/** Newest first. */
export function listSimulations(appKey: string, most: number): Promise<Simulation[]> {
  return list(appKey, sql``, most);
}

async function list(appKey: string, which: ReturnType<typeof sql>, most: number): Promise<Simulation[]> {
  const rows = await db.query<Omit<Simulation, 'trial' | 'steps' | 'userId'> & { after: object }>(sql`
    SELECT e.id, e.at, g.name AS by, e.after
      FROM audit_entry e LEFT JOIN agent g ON e.actor_kind = 'AGENT' AND g.id::text = e.actor_id
     WHERE e.subject = ${`app:${appKey}`} AND e.action = 'simulate-callback' ${which}
     ORDER BY e.at DESC, e.id DESC LIMIT ${most}`);
  return rows.map(({ after, ...row }) => ({ ...row, ...(after as Pick<Simulation, 'trial' | 'steps' | 'userId'>) }));
}
