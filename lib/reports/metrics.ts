/** The figures that tell whether promises are being kept, as Prometheus reads them. Counted when somebody asks. */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { db, sql } from '@/lib/foundation/db';
import { checkInvariants } from '@/lib/reports/invariants';
import { listOpenBreakers } from '@/lib/reports/read-trust';
import { TICKET_STATUSES } from '@/lib/rules/ticket-states';

const registry = new Registry();
collectDefaultMetrics({ register: registry });

const gauges = {
  tickets: gauge('makegood_tickets', 'Tickets by status', ['status']),
  due: gauge('makegood_outbox_due', 'Callbacks and e-mails that should have left by now', ['kind']),
  oldestDue: gauge('makegood_outbox_oldest_due_seconds', 'How long the oldest of them has been waiting', ['kind']),
  unmatched: gauge('makegood_confirmations_unmatched', 'Confirmations whose click has not come yet'),
  unsettled: gauge('makegood_confirmations_unsettled', 'Confirmations whose click is known and nothing followed yet'),
  oldestConfirmation: gauge('makegood_confirmations_oldest_seconds', 'How long the oldest of them has been waiting', [
    'kind',
  ]),
  held: gauge('makegood_confirmations_held', 'Confirmations that pay nothing by themselves until a doubt is gone'),
  breakers: gauge('makegood_breaker_open', 'Sources whose money breaker is open', ['integration']),
  overdue: gauge('makegood_tickets_overdue', 'Tickets that should have been answered by now'),
  violations: gauge('makegood_invariant_violations', 'Rows that contradict an invariant; 0 is the only good value', [
    'name',
  ]),
};

function gauge(name: string, help: string, labelNames: string[] = []): Gauge {
  return new Gauge({ name, help, labelNames, registers: [registry] });
}

export async function readMetrics(now: Date): Promise<{ contentType: string; body: string }> {
  await Promise.all([countTickets(), countOutbox(), countOpenEnds(), nameOpenBreakers(), countViolations(now)]);
  return { contentType: registry.contentType, body: await registry.metrics() };
}

async function countTickets(): Promise<void> {
  const rows = await db.query<{ status: string; count: number }>(
    sql`SELECT status, count(*)::int AS count FROM ticket GROUP BY status`,
  );
  for (const status of TICKET_STATUSES) {
    gauges.tickets.set({ status }, rows.find((row) => row.status === status)?.count ?? 0);
  }
}

/** What a paused game is waiting for is not late: it is counted when the pause is over. */
async function countOutbox(): Promise<void> {
  const rows = await db.query<{ kind: string; count: number; seconds: number }>(sql`
    SELECT 'callback' AS kind, count(*)::int AS count,
           coalesce(extract(epoch FROM now() - min(c.next_at)), 0)::float8 AS seconds
      FROM callback c JOIN app a ON a.id = c.app_id
     WHERE c.status = 'PENDING' AND c.next_at <= now() AND a.callback_enabled AND a.callback_paused_at IS NULL
    UNION ALL
    SELECT 'email', count(*)::int, coalesce(extract(epoch FROM now() - min(next_at)), 0)::float8
      FROM email WHERE status = 'PENDING' AND next_at <= now()`);
  for (const { kind, count, seconds } of rows) {
    gauges.due.set({ kind }, count);
    gauges.oldestDue.set({ kind }, seconds);
  }
}

async function countOpenEnds(): Promise<void> {
  const [row] = await db.query<{ held: number; overdue: number }>(sql`
    SELECT (SELECT count(*) FROM confirmation WHERE held IS NOT NULL)::int AS held,
           (SELECT count(*) FROM ticket WHERE breach_at < now()
              AND status IN ('OPEN', 'PENDING_CONFIRMATION', 'ESCALATED'))::int AS overdue`);
  gauges.held.set(row!.held);
  gauges.overdue.set(row!.overdue);
  const { unmatched, unsettled, oldestUnmatched, oldestUnsettled } = await readWaitingConfirmations();
  gauges.unmatched.set(unmatched);
  gauges.unsettled.set(unsettled);
  gauges.oldestConfirmation.set({ kind: 'unmatched' }, oldestUnmatched);
  gauges.oldestConfirmation.set({ kind: 'unsettled' }, oldestUnsettled);
}

type WaitingConfirmations = { unmatched: number; unsettled: number; oldestUnmatched: number; oldestUnsettled: number };

/** Without a click they may wait for ever; with one, more than five minutes is an alarm. Ages in seconds. */
async function readWaitingConfirmations(): Promise<WaitingConfirmations> {
  const [row] = await db.query<WaitingConfirmations>(sql`
    SELECT count(*) FILTER (WHERE c.id IS NULL)::int AS unmatched, count(c.id)::int AS unsettled,
           coalesce(extract(epoch FROM now() - min(f.received_at) FILTER (WHERE c.id IS NULL)), 0)::float8 AS oldest_unmatched,
           coalesce(extract(epoch FROM now() - min(greatest(f.received_at, c.created_at)) FILTER (WHERE c.id IS NOT NULL)), 0)::float8
             AS oldest_unsettled
      FROM confirmation f LEFT JOIN click c ON c.id = f.click_id WHERE f.matched_at IS NULL`);
  return row!;
}

async function nameOpenBreakers(): Promise<void> {
  gauges.breakers.reset();
  for (const { key } of await listOpenBreakers()) gauges.breakers.set({ integration: key }, 1);
}

const VIOLATIONS_ARE_COUNTED_EVERY_MS = 5 * 60_000;
let countedAt = 0;

/** Reads whole tables, hence not at every scrape. */
async function countViolations(now: Date): Promise<void> {
  if (now.getTime() - countedAt < VIOLATIONS_ARE_COUNTED_EVERY_MS) return;
  countedAt = now.getTime();
  for (const { name, count } of await checkInvariants()) gauges.violations.set({ name }, Number(count));
}
