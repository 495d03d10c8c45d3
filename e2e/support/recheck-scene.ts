/** Tickets on their way to an advertiser and back, and weeks that pass: for tests of the re-check (R21). */
import { randomUUID } from 'node:crypto';
import { db, sql } from '@/lib/foundation/db';
import { walkRequests } from '@/lib/rechecks/walk-requests';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { escalateTicket } from '@/lib/tickets/escalate-ticket';
import { aCast, aClick, anOffer, aTicket, aUser, type Cast, DAY, HOUR } from './cast';

export const NOW = new Date();

export type Subject = { number: string; user: string; click: string; cast: Cast };

/** Denied by the automation and contested; above its limit it is still open. */
export async function anEscalatedTicket(cast: Cast, payoutMicros = 3_500_000n): Promise<Subject> {
  const offer = await anOffer(cast, { tasks: [{ key: 'level-10', payoutMicros }] });
  const user = await aUser(cast);
  const click = await aClick(user, offer, { at: new Date(NOW.getTime() - 3 * DAY) });
  const { number } = await aTicket(user, click, { at: new Date(NOW.getTime() - HOUR) });
  if (payoutMicros <= 5_000_000n) {
    await decideDueTickets({ at: NOW });
    await escalateTicket(user, number, { description: 'I did reach it, look at the picture.' }, { at: NOW });
  }
  return { number, user, click, cast };
}

type Agreed = { policy?: string; gather?: boolean; rule?: string };

export async function anAdvertiser({ policy, gather = false, rule }: Agreed = {}): Promise<Cast> {
  const cast = await aCast();
  await db.execute(sql`
    UPDATE advertiser SET recheck_email = ${`desk-${randomUUID().slice(0, 8)}@advertiser.example`},
           deadline_policy = ${policy ?? 'stay-with-agent'}, recheck_gather = ${gather},
           recheck_rule = ${rule ?? 'by-agent'}
     WHERE id = ${cast.advertiserId}::uuid`);
  return cast;
}

/** A picture of the user's, as a row: what is on it matters to nobody here. */
export async function aScreenshot({ number, user }: Subject): Promise<void> {
  await db.execute(sql`
    INSERT INTO screenshot (ticket_id, user_id, name, mime, bytes, width, height, pixel_hash, look_hash, storage_key, created_at)
    SELECT id, ${user}::uuid, 'level.png', 'image/webp', 1, 1, 1, ${randomUUID()}, 0, ${randomUUID()}, ${NOW}
      FROM ticket WHERE number = ${number}`);
}

/** Which letters the advertiser was promised, the first first. */
export async function letters({ cast }: Pick<Subject, 'cast'>): Promise<string[]> {
  const rows = await db.query<{ template: string }>(sql`
    SELECT e.template FROM email e JOIN recheck_request r ON e.key LIKE 'recheck:' || r.id || ':%'
     WHERE r.advertiser_id = ${cast.advertiserId}::uuid ORDER BY e.created_at, e.id`);
  return rows.map(({ template }) => template);
}

/** Goes from step to step until this instant. */
export async function weeksPass(until: Date): Promise<void> {
  for (;;) {
    const [next] = await db.query<{ at: Date }>(
      sql`SELECT next_step_at AS at FROM recheck_request WHERE next_step_at <= ${until} ORDER BY 1 LIMIT 1`,
    );
    if (!next) return;
    await walkRequests({ at: new Date(Math.max(next.at.getTime(), NOW.getTime())) });
  }
}
