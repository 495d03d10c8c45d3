/** Tickets as they stood in the past, a batch at a time: when each thing about them became known (lib/rules/dry-run.ts). */
import { recordset, type Sql, sql, type Tx } from '@/lib/foundation/db';
import type { Cursor } from '@/lib/rules/cursor';
import type { Happened, PastConfirmation, PastStep, PastTicket } from '@/lib/rules/dry-run';
import { doubtOf } from '@/lib/rules/trust';

/** Opened from the one instant on, before the other. */
export type Scope = { fromAt: Date; untilAt: Date; appId: string | null; advertiserId: string | null };

export function isInScope({ fromAt, untilAt, appId, advertiserId }: Scope): Sql {
  return sql`t.opened_at >= ${fromAt} AND t.opened_at < ${untilAt}
    AND t.kind = 'missing-reward' AND t.queued_at IS NOT NULL
    AND (${appId}::uuid IS NULL OR t.app_id = ${appId}::uuid)
    AND (${advertiserId}::uuid IS NULL OR EXISTS (
          SELECT FROM offer o WHERE o.id = t.offer_id AND o.advertiser_id = ${advertiserId}::uuid))`;
}

export type PastCase = { id: string; openedAt: Date; happened: Happened; ticket: PastTicket };

/** The next ones after the cursor, by when they were opened. */
export async function readPastTickets(tx: Tx, scope: Scope, after: Cursor, most: number): Promise<PastCase[]> {
  const rows = await tx.query<Row>(sql`
    SELECT t.id, t.opened_at, t.user_id, t.title_key, t.value_micros, t.queued_at, t.status, u.banned_at,
           d.outcome, d.actor_kind, CASE WHEN t.touched_at IS NOT NULL THEN touch.at END AS touched_at,
           ARRAY(SELECT task_key FROM ticket_task WHERE ticket_id = t.id ORDER BY task_key) AS task_keys
      FROM (SELECT * FROM ticket t WHERE ${isInScope(scope)} AND (t.opened_at, t.id) > (${after.at}, ${after.id}::uuid)
             ORDER BY t.opened_at, t.id LIMIT ${most}) AS t
      JOIN end_user u ON u.id = t.user_id
      LEFT JOIN decision d ON d.ticket_id = t.id AND d.round = 1
      LEFT JOIN LATERAL (
        SELECT min(e.at) AS at FROM ticket_event e
         WHERE e.ticket_id = t.id AND e.at >= t.queued_at AND e.at <= coalesce(d.decided_at, 'infinity')
           AND e.actor_kind IN ('USER', 'AGENT') AND e.kind <> ALL(${UNTOUCHED}::text[])) AS touch ON true
     ORDER BY t.opened_at, t.id`);
  const steps = await readSteps(tx, rows);
  return rows.map((row) => ({
    id: row.id,
    openedAt: row.openedAt,
    happened: happenedTo(row),
    ticket: {
      valueMicros: row.valueMicros,
      queuedAt: row.queuedAt,
      touchedAt: row.touchedAt,
      bannedAt: row.bannedAt,
      steps: row.taskKeys.map((taskKey) => steps.get(row.id, taskKey)),
    },
  }));
}

/** What does not keep the automation from a ticket: notes, its beginning, and its end. */
const UNTOUCHED = ['opened', 'registered', 'note', 'approved', 'denied'];

type Row = {
  id: string;
  openedAt: Date;
  userId: string;
  titleKey: string;
  valueMicros: bigint;
  queuedAt: Date;
  status: string;
  bannedAt: Date | null;
  outcome: 'APPROVED' | 'DENIED' | null;
  actorKind: string | null;
  touchedAt: Date | null;
  taskKeys: string[];
};

function happenedTo({ outcome, actorKind, status }: Row): Happened {
  if (outcome === null) return status === 'CLOSED' ? 'closed' : 'open';
  const by = actorKind === 'AUTO' ? 'auto' : 'person';
  return outcome === 'APPROVED' ? `approved-${by}` : `denied-${by}`;
}

type StepFile = { get: (ticketId: string, taskKey: string) => PastStep };

async function readSteps(tx: Tx, tickets: readonly Row[]): Promise<StepFile> {
  const keys = tickets.flatMap(({ id, userId, titleKey, taskKeys }) =>
    taskKeys.map((taskKey) => ({ ticket_id: id, user_id: userId, title_key: titleKey, task_key: taskKey })),
  );
  const file = new Map<string, { confirmations: PastConfirmation[]; grant: PastStep['grant'] }>();
  const at = (ticketId: string, taskKey: string) => {
    const key = JSON.stringify([ticketId, taskKey]);
    const found = file.get(key) ?? { confirmations: [], grant: null };
    file.set(key, found);
    return found;
  };
  for (const { ticketId, taskKey, ...rest } of await readConfirmations(tx, keys))
    at(ticketId, taskKey).confirmations.push(toConfirmation(rest));
  for (const { ticketId, taskKey, ...grant } of await readGrants(tx, keys)) at(ticketId, taskKey).grant = grant;
  return { get: (ticketId, taskKey) => ({ taskKey, ...at(ticketId, taskKey) }) };
}

type Keys = readonly { ticket_id: string; user_id: string; title_key: string; task_key: string }[];
const KEYS = 'ticket_id uuid, user_id uuid, title_key text, task_key text';
type Of = { ticketId: string; taskKey: string };

type Confirmed = Omit<PastConfirmation, 'doubt'> & {
  integrationId: string;
  allowListed: boolean;
  dailyBudgetMicros: bigint | null;
};

function readConfirmations(tx: Tx, keys: Keys): Promise<(Of & Confirmed)[]> {
  return tx.query(sql`
    SELECT given.ticket_id, given.task_key, c.id, c.integration_id || ':' || c.transaction AS transaction, c.state, c.trust,
           c.reason, c.received_at, c.integration_id, i.allowed_ips <> '{}' AS allow_listed, i.daily_budget_micros
      FROM ${recordset(keys, KEYS)}
      JOIN confirmation c ON c.user_id = given.user_id AND c.title_key = given.title_key AND c.task_key = given.task_key
      JOIN integration i ON i.id = c.integration_id`);
}

/** The budget of a past day is not known: it counts as sufficient. */
function toConfirmation(found: Confirmed): PastConfirmation {
  const { integrationId, allowListed, dailyBudgetMicros, ...confirmation } = found;
  const source = { integrationId, trust: found.trust, allowListed, dailyBudgetMicros, breakerTrippedAt: null };
  return { ...confirmation, doubt: doubtOf(source, 0n, new Map()) };
}

/** Without those that came of the ticket's own decisions: another decision would not have brought them. */
function readGrants(tx: Tx, keys: Keys): Promise<(Of & NonNullable<PastStep['grant']>)[]> {
  return tx.query(sql`
    SELECT given.ticket_id, given.task_key, g.granted_at, g.reversed_at, cb.acknowledged_at
      FROM ${recordset(keys, KEYS)}
      JOIN reward_grant g ON g.user_id = given.user_id AND g.title_key = given.title_key AND g.task_key = given.task_key
       AND g.origin <> 'ACTIVITY'
      LEFT JOIN decision d ON d.id = g.decision_id AND d.ticket_id = given.ticket_id
      LEFT JOIN callback cb ON cb.grant_id = g.id AND cb.kind = 'REWARD'
     WHERE d.id IS NULL`);
}
