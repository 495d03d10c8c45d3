/**
 * F01: workers die by SIGKILL every third of a second while tickets are decided, confirmations come late, publishers are
 * called and mail is sent. Afterwards everything has happened once: what was promised to advertisers is granted, told and
 * written to the user. Extras are allowed for what was in a killed worker's hands, under the same id.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { generateTickets } from '../support/generate-tickets';
import { type Advertiser, advertiser } from './advertiser';
import type { Fault, Outcome } from './fault';
import { judgeCallbacks, judgeCount, judgeInvariants, judgeMails } from './judge';
import { APPS, type Laboratory } from './laboratory';
import { aMinutePasses, anHourPasses, leasesRunOut, untilQuiet } from './passing-time';
import { type Crew, startCrew } from './worker-crew';

const EVERY_MS = 350;
/** What one worker may have handed over without having written it down: a batch per lane, and a message per connection. */
const CALLS_IN_HAND = APPS.length * 32;
const MAILS_IN_HAND = 5;

const REAL = 'e2e/faults/standby-worker.ts';
const NAIVE = 'e2e/faults/naive-worker.ts';

export const workerKill: Fault = {
  run: (lab, { short }) => storm(lab, REAL, short ? SHORT : LONG),
  // Done is written before it is done: a worker that dies in between loses what it had in hand.
  control: (lab, { short }) => storm(lab, NAIVE, short ? SHORT : LONG),
};

type Plan = { waves: number; ticketsPerWave: number; patienceSeconds: number };
const SHORT: Plan = { waves: 6, ticketsPerWave: 20, patienceSeconds: 15 };
const LONG: Plan = { waves: 40, ticketsPerWave: 60, patienceSeconds: 120 };

async function storm(lab: Laboratory, worker: string, plan: Plan): Promise<Outcome> {
  const sender = advertiser();
  // Neither witness answers at once, so that something is always under way; some publishers' answers are lost.
  lab.publisher.delay(3);
  lab.publisher.dropEvery(50);
  const crew = await startCrew(lab, worker, 2, 2);
  for (let wave = 0; wave < plan.waves; wave += 1) await oneWave(lab, sender, crew, wave * plan.ticketsPerWave, plan);
  await crew.killAll();

  await leasesRunOut(lab);
  const survivors = await startCrew(lab, worker, 2, 0);
  await anHourPasses(lab);
  await aMinutePasses(lab);
  // The stand-in has no queue.
  await untilQuiet(lab, plan.patienceSeconds, worker === NAIVE ? ['jobs'] : []);
  await survivors.killAll();
  return judge(lab, sender, crew.kills());
}

/** New tickets, the hour strikes, and confirmations: some before the decision, some long after it; each three times at once. */
async function oneWave(lab: Laboratory, sender: Advertiser, crew: Crew, first: number, plan: Plan): Promise<void> {
  const count = plan.ticketsPerWave;
  await generateTickets(lab.client, { first: first + 1, count, state: 'due' });
  const early = numbers(first + 1, count).filter((n) => n % 5 === 0 || n % 5 === 1);
  const late = numbers(first + 1 - count, count).filter((n) => n > 0 && (n % 5 === 2 || n % 5 === 3));
  await Promise.all([
    anHourPasses(lab),
    ...[...early, ...late].map((n) => wait(Math.random() * EVERY_MS).then(() => sender.confirm(n, 3))),
    wait(EVERY_MS),
  ]);
  await crew.killOne();
}

function numbers(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

async function judge(lab: Laboratory, sender: Advertiser, kills: number): Promise<Outcome> {
  const dropped = lab.publisher.accepted.filter(({ answered }) => !answered).length;
  const callbacks = judgeCallbacks(lab, sender.promised, kills * CALLS_IN_HAND + dropped);
  const mails = judgeMails(lab, await mailsByAddress(lab), kills * MAILS_IN_HAND);
  const invariants = await judgeInvariants(lab);
  const wrong = await judgeCount(
    lab,
    'tickets do not end as their confirmation says',
    `SELECT count(*) FROM ticket t JOIN end_user u ON u.id = t.user_id
      WHERE (t.status = 'APPROVED') <> (u.external_id = ANY('{${[...sender.promised].join(',')}}'::text[]))`,
  );
  const { rows } = await lab.client.query(`SELECT count(*)::int AS decisions FROM decision`);
  return {
    findings: [...callbacks.findings, ...mails.findings, ...wrong, ...invariants.findings],
    figures: {
      kills,
      postbacksSent: sender.answers.recorded + sender.answers.duplicate + sender.answers.other,
      confirmations: sender.answers.recorded,
      decisions: rows[0].decisions,
      ...callbacks.figures,
      repliesDropped: dropped,
      ...mails.figures,
      ...invariants.figures,
    },
  };
}

/** One for each decision, and one when the publisher has acknowledged. */
async function mailsByAddress({ client }: Laboratory): Promise<Map<string, number>> {
  const { rows } = await client.query<{ address: string; count: number }>(`
    SELECT t.address, (count(d.id) + (t.status = 'APPROVED')::int)::int AS count
      FROM ticket t LEFT JOIN decision d ON d.ticket_id = t.id GROUP BY t.id`);
  return new Map(rows.map(({ address, count }) => [address, count]));
}
