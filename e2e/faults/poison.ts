/**
 * F20: jobs that always throw, e-mails and callbacks that cannot be composed, and confirmations of a click whose terms nobody
 * can read stand first in every queue. Each is tried now and then, says why it fails, and stops nobody: all others are
 * matched, decided, told and written to meanwhile.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { matchWaiting } from '@/lib/postbacks/match-confirmation';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { generateTickets } from '../support/generate-tickets';
import { type Advertiser, advertiser } from './advertiser';
import { atOnce } from './at-once';
import type { Fault, Outcome } from './fault';
import { judgeCallbacks, judgeCount, judgeMails, say } from './judge';
import { hear, type Laboratory } from './laboratory';

export const poison: Fault = {
  run: (lab, { short }) => swallow(lab, 'e2e/faults/standby-worker.ts', short ? SHORT : LONG),
  control: (lab) => swallow(lab, 'e2e/faults/naive-batch.ts', { ...SHORT, patienceSeconds: 4 }),
};

type Plan = { perKind: number; poisoned: number; patienceSeconds: number };
const SHORT: Plan = { perKind: 24, poisoned: 6, patienceSeconds: 15 };
const LONG: Plan = { perKind: 600, poisoned: 60, patienceSeconds: 120 };

const UNREADABLE = `UPDATE click SET terms = '{"tasks": 7}' WHERE split_part(id, '-', 2)::int`;
/** While the run lasts: a poisoned one that is tried more often than this is a storm. */
const MOST_TRIES = 6;

async function swallow(lab: Laboratory, script: string, plan: Plan): Promise<Outcome> {
  const { perKind: size, poisoned } = plan;
  const sender = advertiser();
  // Denied, confirmed in time, and confirmed late. Of the last two the first few are poisoned: after the grant, and before it.
  await generateTickets(lab.client, { first: 1, count: 2 * size, state: 'due' });
  await generateTickets(lab.client, { first: 2 * size + 1, count: size, state: 'clicked' });
  await confirm(sender, size + 1, size);
  await matchWaiting();
  await decideDueTickets();
  await lab.client.query(`${UNREADABLE} BETWEEN $1 AND $2`, [size + 1, size + poisoned]);
  await poisonMails(lab, poisoned);
  await poisonJobs(lab, poisoned);
  await lab.client.query(
    `UPDATE callback cb SET next_at = now() - interval '1 minute' FROM reward_grant g JOIN click c ON c.id = g.click_id
      WHERE g.id = cb.grant_id AND c.terms ->> 'tasks' = '7'`,
  );
  await confirm(sender, 2 * size + 1, size);
  await lab.client.query(`${UNREADABLE} BETWEEN $1 AND $2`, [2 * size + 1, 2 * size + poisoned]);
  const told = new Set([...sender.promised].filter((user) => !isPoisoned(Number(user.slice(1)), plan)));

  const worker = lab.start(script);
  await hear(worker);
  worker.send('go');
  const started = performance.now();
  await untilAllAreTold(lab, told, 3 * size - poisoned, plan);
  const took = Math.round(performance.now() - started);
  await wait(1000);
  return judge(lab, told, took, plan);
}

function isPoisoned(n: number, { perKind: size, poisoned }: Plan): boolean {
  return (n > size && n <= size + poisoned) || (n > 2 * size && n <= 2 * size + poisoned);
}

async function confirm(sender: Advertiser, first: number, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => first + index);
  await atOnce(16, numbers, (n) => sender.confirm(n, 1));
}

/** At the head of the queue: a template that does not exist, and a validation of nobody. */
async function poisonMails({ client }: Laboratory, count: number): Promise<void> {
  await client.query(
    `INSERT INTO email (key, user_id, template, props, locale, to_address, message_id, created_at, next_at)
     SELECT 'poison-' || n, v.user_id, CASE n % 2 WHEN 0 THEN 'no-such-template' ELSE 'validate-address' END,
            '{"validationId": "of nobody"}', 'en', v.address, '<poison-' || n || '@mail.makegood.test>', now(), now() - interval '1 minute'
       FROM generate_series(1, $1::int) AS n JOIN validated_email v ON v.address = 'u' || n || '@players.example'`,
    [count],
  );
}

/** More than a worker has hands: payloads that nobody understands, ids that are none, and a task that nobody knows. */
async function poisonJobs({ client }: Laboratory, count: number): Promise<void> {
  await client.query(
    `SELECT graphile_worker.add_job(task, payload::json, run_at := now() - interval '1 minute')
       FROM generate_series(1, $1::int), (VALUES
         ('match-confirmations', '{"confirmationIds": "poison"}'), ('match-confirmations', '{"confirmationIds": ["poison"]}'),
         ('deliver-callbacks', '{}'), ('deliver-callbacks', '{"appId": "of nobody"}'), ('settle-held', '{"integrationId": "x"}'),
         ('tell-acknowledged', '{"callbackIds": ["poison"]}'), ('no-such-task', '{}')) AS bad(task, payload)`,
    [count],
  );
}

async function untilAllAreTold(lab: Laboratory, told: ReadonlySet<string>, mails: number, plan: Plan): Promise<void> {
  const end = performance.now() + plan.patienceSeconds * 1000;
  while (performance.now() < end) {
    const users = new Set(lab.publisher.accepted.map(({ user }) => user));
    const addresses = new Set(lab.mail.accepted.map(({ to, messageId }) => `${to} ${messageId}`));
    if (users.size >= told.size && addresses.size >= mails) return;
    await wait(50);
  }
}

async function judge(lab: Laboratory, told: ReadonlySet<string>, took: number, plan: Plan): Promise<Outcome> {
  const callbacks = judgeCallbacks(lab, told, 0);
  const mails = judgeMails(lab, await mailsByAddress(lab, told), 0);
  const storms = [
    ...(await judgeCount(lab, 'poisoned e-mails were tried again and again', tries('email', `key LIKE 'poison-%'`))),
    ...(await judgeCount(
      lab,
      'poisoned callbacks were tried again and again',
      tries('callback', `status = 'PENDING'`),
    )),
    ...(await judgeCount(lab, 'poisoned jobs were tried again and again', tries('graphile_worker.jobs', 'true'))),
  ];
  const silent = await judgeCount(
    lab,
    'poisoned callbacks do not say what is wrong',
    `SELECT count(*) FROM callback WHERE status = 'PENDING' AND last_reason NOT LIKE 'not-composed:%'`,
  );
  const { rows } = await lab.client.query(
    `SELECT (SELECT count(*)::int FROM callback WHERE status = 'PENDING') AS callbacks,
            (SELECT count(*)::int FROM confirmation WHERE matched_at IS NULL) AS confirmations,
            (SELECT count(*)::int FROM graphile_worker.jobs WHERE last_error IS NOT NULL) AS jobs`,
  );
  const found = rows[0] as Record<'callbacks' | 'confirmations' | 'jobs', number>;
  return {
    findings: [
      ...say(Math.abs(found.callbacks - plan.poisoned), 'callbacks too many or too few still wait'),
      ...say(Math.abs(found.confirmations - plan.poisoned), 'confirmations too many or too few still wait'),
      ...callbacks.findings,
      ...mails.findings,
      ...storms,
      ...silent,
    ],
    figures: {
      allOthersAfterMs: took,
      poisonedCallbacks: found.callbacks,
      poisonedConfirmations: found.confirmations,
      poisonedJobs: found.jobs,
      ...callbacks.figures,
      ...mails.figures,
    },
  };
}

function tries(table: string, which: string): string {
  return `SELECT count(*) FROM ${table} WHERE ${which} AND attempts > ${MOST_TRIES}`;
}

/** One for each decision, and one when the publisher has acknowledged. */
async function mailsByAddress({ client }: Laboratory, told: ReadonlySet<string>): Promise<Map<string, number>> {
  const { rows } = await client.query<{ address: string; count: number }>(
    `SELECT t.address, (count(d.id) + (u.external_id = ANY($1))::int)::int AS count
       FROM ticket t JOIN end_user u ON u.id = t.user_id LEFT JOIN decision d ON d.ticket_id = t.id GROUP BY t.id, u.id`,
    [[...told]],
  );
  return new Map(rows.map(({ address, count }) => [address, count]));
}
