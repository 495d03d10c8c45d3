/**
 * A ticket that was sent to the advertiser (R21). The desk that does this by itself is still to come; the rows are the ones
 * that it will write: the question with its dates in the advertiser's calendar, and the review clock at rest.
 */
import { inTransaction, sql } from '@/lib/foundation/db';
import { addBusinessDays } from '@/lib/rules/business-days';
import { startRecheckClock } from '@/lib/tickets/clocks';

const GOAL = 10;
const BREACH = 14;

type Asked = { id: string; round: number; advertiserId: string; timeZone: string; holidays: string[]; agentId: string };

export async function askAdvertiser(number: string, at: Date): Promise<void> {
  await inTransaction(
    async (tx) => {
      const [asked] = await tx.query<Asked>(sql`
        SELECT t.id, t.round, a.id AS advertiser_id, a.time_zone, a.holidays::text[] AS holidays,
               (SELECT id FROM agent WHERE email = 'senior@makegood.example') AS agent_id
          FROM ticket t JOIN offer o ON o.id = t.offer_id JOIN advertiser a ON a.id = o.advertiser_id
         WHERE t.number = ${number} FOR UPDATE OF t`);
      const { id, round, advertiserId, agentId, ...calendar } = asked!;
      const targetAt = addBusinessDays(at, GOAL, calendar);
      const breachAt = addBusinessDays(at, BREACH, calendar);
      await tx.execute(sql`
        INSERT INTO recheck (ticket_id, advertiser_id, round, asked_at, asked_by, target_at, breach_at)
        VALUES (${id}::uuid, ${advertiserId}::uuid, ${round}, ${at}, ${agentId}::uuid, ${targetAt}, ${breachAt})`);
      await tx.execute(sql`
        UPDATE ticket SET status = 'WITH_ADVERTISER', version = version + 1 WHERE id = ${id}::uuid`);
      const policy = { targetDays: GOAL, breachDays: BREACH, ...calendar };
      await startRecheckClock(tx, [{ ticketId: id, dueAt: targetAt, breachAt, policy }], at);
      await tx.execute(sql`
        INSERT INTO ticket_event (ticket_id, at, kind, actor_kind, actor_id, data)
        VALUES (${id}::uuid, ${at}, 'recheck-asked', 'AGENT', ${agentId}, ${JSON.stringify({ targetAt })}::jsonb)`);
    },
    { at },
  );
}
