/**
 * Mail out: so many e-mails rendered and handed to a mail server, against nodemailer's own pool on the same messages when
 * they are already rendered; interleaved, medians. Beside it what a worker does, from the rows to the mark that each was sent.
 * All have five connections, and the server writes down every Message-ID: each arrives once.
 */
import type { ChildProcess } from 'node:child_process';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { hear, type Laboratory } from '../faults/laboratory';
import { generateTickets } from '../support/generate-tickets';
import type { MailOrder, MailReport, Way } from './mail-process';
import { type Measured, median, type Row } from './measure';

type Plan = { mails: number; rounds: number };
const FULL: Plan = { mails: 20_000, rounds: 3 };
const SMALL: Plan = { mails: 2_000, rounds: 3 };
/** A process that has never done it is slower. */
const TO_WARM_UP = 1_000;

const WAYS: Way[] = ['nodemailer', 'rendering', 'outbox'];

export async function measureMail(lab: Laboratory, small: boolean): Promise<Measured> {
  const plan = small ? SMALL : FULL;
  await generateTickets(lab.client, { first: 1, count: plan.mails, state: 'due' });
  await decideDueTickets();
  const sender = lab.start('e2e/bench/mail-process.ts');
  await hear(sender);
  await setDue(lab, plan.mails);
  await obey(sender, { way: 'load', count: plan.mails });
  for (const way of WAYS) await run(lab, sender, { way, count: Math.min(TO_WARM_UP, plan.mails) });

  const rates: Record<Way, number[]> = { nodemailer: [], rendering: [], outbox: [] };
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const way of WAYS) rates[way].push(await run(lab, sender, { way, count: plan.mails }));
    const said = WAYS.map((way) => `${way} ${Math.round(rates[way][round]!)}/s`);
    console.error(`  round ${round + 1}: ${said.join(', ')}`);
  }
  return conclude(plan, rates);
}

/** The first so many wait to be sent, the others are done. */
async function setDue({ client }: Laboratory, count: number): Promise<void> {
  await client.query(
    `UPDATE email SET lease_until = NULL, attempts = 0, smtp_response = NULL,
            status = CASE WHEN place <= $1 THEN 'PENDING' ELSE 'SENT' END,
            next_at = CASE WHEN place <= $1 THEN now() END, sent_at = CASE WHEN place > $1 THEN now() END
       FROM (SELECT id AS numbered, row_number() OVER (ORDER BY id) AS place FROM email) WHERE id = numbered`,
    [count],
  );
  await client.query('VACUUM ANALYZE email');
}

/** Messages per second. */
async function run(lab: Laboratory, sender: ChildProcess, order: MailOrder): Promise<number> {
  if (order.way === 'outbox') await setDue(lab, order.count);
  lab.mail.accepted.length = 0;
  const { ms } = await obey(sender, order);
  const different = new Set(lab.mail.accepted.map(({ messageId }) => messageId)).size;
  if (lab.mail.accepted.length !== order.count || different !== order.count)
    throw new Error(`${order.way}: ${lab.mail.accepted.length} arrived, ${different} different ones of ${order.count}`);
  return (order.count * 1000) / ms;
}

function obey(sender: ChildProcess, order: MailOrder): Promise<MailReport> {
  sender.send(order);
  return hear<MailReport>(sender);
}

function conclude({ mails }: Plan, rates: Record<Way, number[]>): Measured {
  const [nodemailer, rendering, outbox] = WAYS.map((way) => median(rates[way])) as [number, number, number];
  const ratio = Number((rendering / nodemailer).toFixed(2));
  const outboxRatio = Number((outbox / nodemailer).toFixed(2));
  const perSecond = (rate: number) => `${Math.round(rate)}/s`;
  const rows: Row[] = [
    ['e-mails', String(mails), 'decisions, five connections'],
    ['nodemailer, already rendered', perSecond(nodemailer), 'its own pool'],
    ['rendered and handed over', perSecond(rendering), `× ${ratio} (goal ≥ 0.8)`],
    ['from the rows to the mark “sent”', perSecond(outbox), `× ${outboxRatio}`],
  ];
  return {
    rows,
    figures: {
      mails,
      nodemailer: Math.round(nodemailer),
      rendering: Math.round(rendering),
      outbox: Math.round(outbox),
      outboxRatio,
      ratio,
    },
  };
}
