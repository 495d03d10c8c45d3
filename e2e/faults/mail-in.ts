/**
 * Mail that comes in under six troubles: every reply is a message of its ticket exactly once, no trouble makes the desk write
 * more than it had to say, and bounces are no messages. The control stands in for a desk without these protections.
 */
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { bounceAddress, installationId, replyAddress } from '@/lib/outbox/mail-identity';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { freePort } from '../../bin/postgres';
import { generateTickets } from '../support/generate-tickets';
import { startImapServer } from '../support/imap-server';
import type { Outcome } from './fault';
import { judgeInvariants } from './judge';
import { countMail, judgeBounces, judgeFates, judgeReplies, mailFates } from './judge-mail-in';
import type { Laboratory } from './laboratory';
import { afflict, type Desk, type Ticket, type Tickets, TROUBLES, untilSettled } from './mail-troubles';
import { naiveDesk } from './naive-desk';
import { startCrew } from './worker-crew';

export type MailPlan = { each: number; bounces: number; patienceMs: number };

/** Far from the numbers that the other half of the experiment uses. */
const FIRST = 500_001;

export async function mailIn(lab: Laboratory, { each, bounces, patienceMs }: MailPlan): Promise<Outcome> {
  lab.mail.obey(() => undefined);
  await lab.mail.comeUp();
  const tickets = await deniedTickets(lab, each);
  const imap = await startImapServer();
  const port = await freePort();
  Object.assign(process.env, { INBOUND_SMTP_PORT: String(port), IMAP_URL: imap.url() });
  const crew = await startCrew(lab, 'e2e/faults/standby-worker.ts', 1, 0);
  const desk: Desk = {
    port,
    imap,
    sentTo: (address) => lab.mail.accepted.filter(({ to }) => to === address).map(({ messageId }) => messageId),
    settled: async () => imap.unseen().length === 0 && (await isSettled(lab)),
  };
  try {
    await untilOpen(port);
    await untilSettled(desk, patienceMs);
    await afflict(desk, tickets, bounces, patienceMs);
    const replies = judgeReplies(tickets, await countMail(lab, tickets));
    const invariants = await judgeInvariants(lab);
    const fates = await mailFates(lab);
    return {
      findings: [
        ...replies,
        ...(await judgeBounces(lab, tickets)),
        ...judgeFates(tickets, bounces, fates),
        ...invariants.findings,
      ],
      figures: { bouncesIn: bounces, ...fates },
    };
  } finally {
    await crew.killAll();
    await imap.stop();
    for (const name of ['INBOUND_SMTP_PORT', 'IMAP_URL']) delete process.env[name];
  }
}

/** Each of the six has to be found, or the experiment shows nothing of it. */
export async function mailInControl(lab: Laboratory): Promise<Outcome> {
  const tickets = await deniedTickets(lab, 3);
  const imap = await startImapServer();
  const desk = await naiveDesk(imap, tickets);
  try {
    await afflict(desk, tickets, 20, 5_000);
  } finally {
    await desk.close();
    await imap.stop();
  }
  const findings = judgeReplies(tickets, desk.counted);
  const unfound = TROUBLES.filter((trouble) => !findings.some((finding) => finding.includes(trouble)));
  if (unfound.length > 0) throw new Error(`The stand-in was not caught: ${unfound.join(', ')}`);
  return { findings, figures: {} };
}

async function deniedTickets({ client }: Laboratory, each: number): Promise<Tickets> {
  await generateTickets(client, { first: FIRST, count: each * TROUBLES.length, state: 'due' });
  await decideDueTickets();
  const { rows } = await client.query<{ id: string; number: string; from: string; sent: string }>(
    `SELECT t.id, t.number, t.address AS from, e.message_id AS sent FROM ticket t JOIN email e ON e.ticket_id = t.id
      WHERE substring(t.address from '^u(\\d+)@')::int >= $1 ORDER BY t.id`,
    [FIRST],
  );
  const all = rows.map(
    (row): Ticket => ({
      ...row,
      reply: replyAddress(row.id, row.from),
      bounce: bounceAddress(row.sent),
      messageId: `<${row.id}@player.example>`,
      loop: installationId(),
    }),
  );
  if (all.length !== each * TROUBLES.length) throw new Error(`${all.length} tickets were denied`);
  const groups = TROUBLES.map((trouble, index) => [trouble, all.slice(index * each, (index + 1) * each)]);
  return Object.fromEntries(groups) as Tickets;
}

async function isSettled({ client }: Laboratory): Promise<boolean> {
  const { rows } = await client.query(`
    SELECT FROM inbound_email WHERE outcome = 'RECEIVED'
    UNION ALL SELECT FROM email WHERE status = 'PENDING' AND (next_at <= now() OR lease_until > now()) LIMIT 1`);
  return rows.length === 0;
}

async function untilOpen(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const open = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => done(true)).on('error', () => done(false));
      socket.once('data', () => socket.destroy());
    });
    if (open) return;
    await wait(100);
  }
  throw new Error('The worker did not open its mail door.');
}
