/**
 * F15, F17: confirmations arrive in the very moment in which several hourly runs decide, and agents press at once. In the end
 * no ticket is denied with its confirmation on file, each round has one decision, and whoever came second is told so.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { db, sql } from '@/lib/foundation/db';
import { matchWaiting } from '@/lib/postbacks/match-confirmation';
import { isRefusal } from '@/lib/rules/refusal';
import { decideTicket } from '@/lib/tickets/decide-ticket';
import { generateTickets, ticketNumberOf } from '../support/generate-tickets';
import { type Advertiser, advertiser } from './advertiser';
import type { Fault, Outcome } from './fault';
import { judgeCallbacks, judgeCount, judgeInvariants, say } from './judge';
import { hear, type Laboratory } from './laboratory';
import { aMinutePasses, untilQuiet } from './passing-time';
import { withoutKeys } from './without-keys';
import { startCrew } from './worker-crew';

export const raceDecide: Fault = {
  run: (lab, { short }) => race(lab, 'e2e/faults/scheduler.ts', pressFairly, short ? SHORT : LONG),
  control: async (lab) => {
    await withoutKeys(lab);
    return race(lab, 'e2e/faults/naive-scheduler.ts', pressNaively, SHORT);
  },
};

type Plan = { waves: number; small: number; large: number; schedulers: number; patienceSeconds: number };
const SHORT: Plan = { waves: 6, small: 40, large: 6, schedulers: 2, patienceSeconds: 15 };
const LONG: Plan = { waves: 40, small: 120, large: 20, schedulers: 3, patienceSeconds: 240 };

/** When the tickets fall due; confirmations and agents come around that moment. */
const DUE_IN_MS = 150;
const SPREAD_MS = 300;
const LARGE_FROM = 1_000_000;

type Pair = { answers: ('won' | 'version-changed' | 'other')[] };
type Press = (number: string, outcome: 'approve' | 'deny', agent: string) => Promise<Pair['answers'][number]>;

async function race(lab: Laboratory, script: string, press: Press, plan: Plan): Promise<Outcome> {
  const sender = advertiser();
  const agents = await hireAgents(lab);
  const schedulers = Array.from({ length: plan.schedulers }, () => lab.start(script));
  await Promise.all(schedulers.map((scheduler) => hear(scheduler)));
  for (const scheduler of schedulers) scheduler.send('loop');
  const large: Pair[] = [];
  const small: Pair[] = [];
  for (let wave = 0; wave < plan.waves; wave += 1) {
    await generateTickets(lab.client, {
      first: wave * plan.small + 1,
      count: plan.small,
      state: 'due',
      dueInMs: DUE_IN_MS,
    });
    await generateTickets(lab.client, {
      first: LARGE_FROM + wave * plan.large,
      count: plan.large,
      state: 'due',
      valueMicros: 12_000_000,
      completed: 'true',
    });
    const [pairs, tries] = await Promise.all([
      pressOnLarge(wave, plan, press, agents),
      pressOnSmall(wave, plan, press, agents),
      confirmSome(wave, plan, sender),
    ]);
    large.push(...pairs);
    small.push(...tries);
  }
  const stopped = Promise.all(schedulers.map((scheduler) => hear(scheduler)));
  for (const scheduler of schedulers) scheduler.send('stop');
  await stopped;
  await deliver(lab, plan);
  return judge(lab, sender, large, small);
}

async function hireAgents({ client }: Laboratory): Promise<[string, string]> {
  const { rows } = await client.query<{ id: string }>(`
    INSERT INTO agent (email, name, role) VALUES ('ann@desk.example', 'Ann', 'agent'), ('bo@desk.example', 'Bo', 'agent')
    RETURNING id`);
  return [rows[0]!.id, rows[1]!.id];
}

/** Two in three are confirmed at some moment around the decision, and matched at once. */
async function confirmSome(wave: number, plan: Plan, sender: Advertiser): Promise<void> {
  const first = wave * plan.small + 1;
  const confirmed = Array.from({ length: plan.small }, (_, index) => first + index).filter((n) => n % 3 !== 0);
  await Promise.all(
    confirmed.map(async (n) => {
      await wait(Math.random() * SPREAD_MS);
      await sender.confirm(n, 1);
      await matchWaiting();
    }),
  );
}

/** Above the limit: one agent approves, the other denies, at once and with the same page before them. */
async function pressOnLarge(wave: number, plan: Plan, press: Press, [ann, bo]: [string, string]): Promise<Pair[]> {
  const numbers = Array.from({ length: plan.large }, (_, index) =>
    ticketNumberOf(LARGE_FROM + wave * plan.large + index),
  );
  return Promise.all(
    numbers.map(async (number) => ({
      answers: await Promise.all([press(number, 'approve', ann), press(number, 'deny', bo)]),
    })),
  );
}

/** One ticket in five that the automation decides as well is denied by two agents at about the same time. */
async function pressOnSmall(wave: number, plan: Plan, press: Press, [ann, bo]: [string, string]): Promise<Pair[]> {
  const first = wave * plan.small + 1;
  const chosen = Array.from({ length: plan.small }, (_, index) => first + index).filter((n) => n % 5 === 0);
  return Promise.all(
    chosen.map(async (n) => {
      await wait(Math.random() * SPREAD_MS);
      return {
        answers: await Promise.all([press(ticketNumberOf(n), 'deny', ann), press(ticketNumberOf(n), 'deny', bo)]),
      };
    }),
  );
}

async function pressFairly(number: string, outcome: 'approve' | 'deny', agent: string) {
  const [ticket] = await db.query<{ version: number }>(sql`SELECT version FROM ticket WHERE number = ${number}`);
  const reason = outcome === 'approve' ? 'confirmed' : 'terms-not-met';
  const actor = { kind: 'AGENT' as const, id: agent };
  const decided = await decideTicket({ number, outcome, reason, note: null, version: ticket!.version, actor });
  if (!isRefusal(decided)) return 'won';
  return decided.refused === 'version-changed' ? 'version-changed' : 'other';
}

/** Looks, thinks, and writes, whatever has happened since. */
async function pressNaively(number: string, outcome: 'approve' | 'deny', agent: string) {
  const [ticket] = await db.query<{ id: string; status: string }>(
    sql`SELECT id, status FROM ticket WHERE number = ${number}`,
  );
  if (ticket!.status !== 'OPEN') return 'other';
  await wait(20);
  const status = outcome === 'approve' ? 'APPROVED' : 'DENIED';
  await db.execute(sql`
    INSERT INTO decision (ticket_id, round, outcome, actor_kind, agent_id, reason, rule_version, evidence, decided_at)
    VALUES (${ticket!.id}::uuid, 1, ${status}, 'AGENT', ${agent}::uuid, 'terms-not-met', 'naive', '{}', now())`);
  await db.execute(sql`UPDATE ticket SET status = ${status}, decided_at = now() WHERE id = ${ticket!.id}::uuid`);
  return 'won';
}

async function deliver(lab: Laboratory, plan: Plan): Promise<void> {
  await matchWaiting();
  const crew = await startCrew(lab, 'e2e/faults/standby-worker.ts', 1, 0);
  await aMinutePasses(lab);
  await untilQuiet(lab, plan.patienceSeconds, ['tickets']);
  await crew.killAll();
}

async function judge(lab: Laboratory, sender: Advertiser, large: Pair[], small: Pair[]): Promise<Outcome> {
  const { rows } = await lab.client.query<{ user: string }>(`
    SELECT u.external_id AS user FROM ticket t JOIN end_user u ON u.id = t.user_id
     WHERE t.value_micros > 5000000 AND t.status = 'APPROVED'`);
  const callbacks = judgeCallbacks(lab, new Set([...sender.promised, ...rows.map(({ user }) => user)]), 0);
  const invariants = await judgeInvariants(lab);
  const wrong = await judgeCount(
    lab,
    'tickets are denied with the confirmation on file, or approved without one',
    `SELECT count(*) FROM ticket t JOIN end_user u ON u.id = t.user_id
      WHERE t.value_micros <= 5000000
        AND (t.status = 'APPROVED') <> (u.external_id = ANY('{${[...sender.promised].join(',')}}'::text[]))`,
  );
  const twice = await judgeCount(
    lab,
    'rounds have more than one decision',
    'SELECT count(*) FROM (SELECT 1 FROM decision GROUP BY ticket_id, round HAVING count(*) > 1) x',
  );
  const agents = judgeAgents(large, small);
  const orders = await lab.client.query(`
    SELECT count(*) FILTER (WHERE round = 2)::int AS "deniedThenApproved",
           count(*) FILTER (WHERE round = 1 AND outcome = 'APPROVED' AND actor_kind = 'AUTO')::int AS "approvedAtOnce",
           count(*) FILTER (WHERE actor_kind = 'AGENT')::int AS "byAgents" FROM decision`);
  return {
    findings: [...wrong, ...twice, ...agents, ...callbacks.findings, ...invariants.findings],
    figures: {
      confirmations: sender.answers.recorded,
      pairsOfAgents: large.length + small.length,
      ...orders.rows[0],
      ...callbacks.figures,
      ...invariants.figures,
    },
  };
}

/** Of two agents alone with a ticket one wins, and the other is told that it changed; with the automation at most one wins. */
function judgeAgents(large: Pair[], small: Pair[]): string[] {
  const unfair = large.filter(({ answers }) => [...answers].sort().join() !== 'version-changed,won').length;
  const bothWon = small.filter(({ answers }) => answers.every((answer) => answer === 'won')).length;
  return [
    ...say(unfair, 'pairs of agents were not answered "yes" once and "it has changed" once'),
    ...say(bothWon, 'tickets were decided by both agents'),
  ];
}
