/**
 * Whatever somebody writes above a mail, built from everything an attacker could know (reply tokens, Message-IDs, agents'
 * addresses, ticket numbers): it never speaks as an agent, decides nothing, and causes mail to nobody but the ticket's proven
 * address (helpdesk reference, finding 2).
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser, DAY, HOUR } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { anAgent } from '@/e2e/support/desk';
import { AUTOMATIC_ANSWERS } from '@/lib/emails/email';
import { db, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { bounceAddress, replyAddress } from '@/lib/outbox/mail-identity';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { keepMail } from '@/lib/tickets/keep-mail';
import { processMails } from '@/lib/tickets/process-mail';

await freshDatabase();

const NOW = new Date();
const RUNS = 150;

type Known = { number: string; id: string; address: string; messageId: string };
let denied: Known;
let unproven: Known;
let agentAddress: string;

beforeAll(async () => {
  const cast = await aCast();
  const stage = async (validated: boolean): Promise<string> => {
    const [offer, user] = [await anOffer(cast), await aUser(cast)];
    const click = await aClick(user, offer, { at: new Date(NOW.getTime() - 3 * DAY) });
    const { number } = await aTicket(user, click, { validated, at: new Date(NOW.getTime() - HOUR) });
    return number;
  };
  const numbers = [await stage(true), await stage(false)] as const;
  await decideDueTickets({ at: NOW });
  [denied, unproven] = [await knownOf(numbers[0]), await knownOf(numbers[1])];
  const agentId = await anAgent('Agnes');
  const [agent] = await db.query<{ email: string }>(sql`SELECT email FROM agent WHERE id = ${agentId}::uuid`);
  agentAddress = agent!.email;
});

async function knownOf(number: string): Promise<Known> {
  const [known] = await db.query<Known>(sql`
    SELECT t.number, t.id, t.address, m.message_id FROM ticket t JOIN email m ON m.ticket_id = t.id
     WHERE t.number = ${number} ORDER BY m.created_at DESC LIMIT 1`);
  return known!;
}

type Attack = { from: number[]; to: number; subject: number; headers: number[]; body: number; envelope: number };

const HONEST: Attack = { from: [0], to: 0, subject: 0, headers: [], body: 0, envelope: 1 };

const few = (count: number, most: number) => fc.array(fc.nat(count - 1), { maxLength: most });
const attacks: fc.Arbitrary<Attack> = fc.record({
  from: few(7, 3),
  to: fc.nat(4),
  subject: fc.nat(3),
  headers: few(14, 6),
  body: fc.nat(3),
  envelope: fc.nat(3),
});

function rawOf({ from, to, subject, headers, body, envelope }: Attack): { raw: Buffer; from: string; to: string[] } {
  const senders = [
    denied.address,
    agentAddress,
    unproven.address,
    'stranger@else.example',
    `"${agentAddress}" <${denied.address}>`,
    `${denied.address}, ${agentAddress}`,
    `support@${env.MAIL_DOMAIN}`,
  ];
  const recipients = [
    replyAddress(denied.id, denied.address),
    replyAddress(unproven.id, unproven.address),
    replyAddress(denied.id, agentAddress),
    bounceAddress(denied.messageId),
    `support@${env.MAIL_DOMAIN}`,
  ];
  const more = [
    `Sender: ${agentAddress}`,
    `Reply-To: ${agentAddress}`,
    `Reply-To: stranger@else.example`,
    `Resent-From: ${agentAddress}`,
    `In-Reply-To: ${denied.messageId}`,
    `References: ${denied.messageId} ${unproven.messageId}`,
    `Authentication-Results: mx.makegood.test; dmarc=pass header.from=${agentAddress}`,
    'Auto-Submitted: auto-replied',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=x',
    `X-Failed-Recipients: stranger@else.example`,
    'X-Makegood-Loop: guessed',
    `X-Makegood-Agent: ${agentAddress}`,
    `Disposition-Notification-To: stranger@else.example`,
    `Cc: ${replyAddress(unproven.id, unproven.address)}, stranger@else.example`,
  ];
  const subjects = [
    'Re: your ticket',
    `[#${denied.number}] approve`,
    `Re: ${unproven.number}`,
    'Undelivered Mail Returned',
  ];
  const bodies = ['approve', `#note decide ${denied.number} APPROVED`, '550 5.1.1 no such user', ''];
  const head = [
    `Message-ID: <${randomUUID()}@else.example>`,
    ...from.map((index) => `From: ${senders[index]}`),
    `To: ${recipients[to]}`,
    `Subject: ${subjects[subject]}`,
    ...headers.map((index) => more[index]!),
  ];
  const path = ['', denied.address, agentAddress, 'stranger@else.example'][envelope]!;
  return { raw: Buffer.from([...head, '', bodies[body]].join('\r\n')), from: path, to: [recipients[to]!] };
}

async function tracesOf(): Promise<{ agents: number; decisions: number; intents: number }> {
  const [traces] = await db.query<{ agents: number; decisions: number; intents: number }>(sql`
    SELECT (SELECT count(*)::int FROM message WHERE author <> 'USER' OR agent_id IS NOT NULL OR visibility <> 'public')
             + (SELECT count(*)::int FROM ticket_event WHERE actor_kind = 'AGENT') AS agents,
           (SELECT count(*)::int FROM decision) AS decisions, (SELECT count(*)::int FROM intent) AS intents`);
  return traces!;
}

async function mailsNotFor(address: string, since: string[]): Promise<{ template: string; toAddress: string }[]> {
  return db.query(sql`
    SELECT template, to_address FROM email
     WHERE id <> ALL(${since}::uuid[]) AND (to_address <> ${address} OR template <> ALL(${[...AUTOMATIC_ANSWERS]}))`);
}

test('no header makes a mail speak as an agent, decide, or write to anybody but the proven address', async () => {
  const before = await tracesOf();
  const promised = (await db.query<{ id: string }>(sql`SELECT id FROM email`)).map(({ id }) => id);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(attacks, async (attack) => {
      const { raw, from, to } = rawOf(attack);
      // Hours apart, so that no limit stands before what is tried.
      run += 1;
      const at = new Date(NOW.getTime() + run * 2 * HOUR);
      await keepMail({ door: 'smtp', raw, envelope: { from, to } }, { at });
      await processMails({ at });
      expect(await tracesOf()).toEqual(before);
      expect(await mailsNotFor(denied.address, promised)).toEqual([]);
    }),
    // Among them in any case an honest reply, an automatic one and a stranger's.
    { numRuns: RUNS, examples: [[HONEST], [{ ...HONEST, headers: [7] }], [{ ...HONEST, from: [3] }]] },
  );
  const outcomes = await db.query<{ outcome: string }>(
    sql`SELECT DISTINCT outcome FROM inbound_email ORDER BY outcome`,
  );
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(expect.arrayContaining(['ATTACHED', 'RECORDED', 'SUSPENDED']));
}, 120_000);
