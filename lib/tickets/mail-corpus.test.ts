/** Every mail of the corpus, from the door to its ticket: each answers the first denial of a ticket of its own. */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { corpus } from '@/e2e/fixtures/mail/corpus';
import { type Blanks, fillMail, fillText } from '@/e2e/fixtures/mail/fill';
import { aCast, aClick, anOffer, aTicket, aUser, DAY, emailKeys, HOUR, ticketState } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { bounceAddress, installationId, replyAddress } from '@/lib/outbox/mail-identity';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { keepMail } from '@/lib/tickets/keep-mail';
import { processMails } from '@/lib/tickets/process-mail';

await freshDatabase();

const NOW = new Date();
type Subject = Blanks & { ticketId: string };
const subjects = new Map<string, Subject>();

beforeAll(async () => {
  const cast = await aCast();
  const offer = await anOffer(cast);
  for (const name of Object.keys(corpus)) {
    const user = await aUser(cast);
    const click = await aClick(user, offer, { at: new Date(NOW.getTime() - 3 * DAY) });
    const { number } = await aTicket(user, click, { at: new Date(NOW.getTime() - HOUR) });
    subjects.set(name, { number } as Subject);
  }
  await decideDueTickets({ at: NOW });
  for (const [name, { number }] of subjects) subjects.set(name, await blanksOf(number));
});

async function blanksOf(number: string): Promise<Subject> {
  const [row] = (await db.query<{ ticketId: string; from: string; sent: string }>(sql`
    SELECT t.id AS ticket_id, t.address AS from, e.message_id AS sent FROM ticket t JOIN email e ON e.ticket_id = t.id
     WHERE t.number = ${number} AND e.key LIKE 'decision:%'`)) as [{ ticketId: string; from: string; sent: string }];
  return {
    ...row,
    number,
    reply: replyAddress(row.ticketId, row.from),
    bounce: bounceAddress(row.sent),
    messageId: `<${randomUUID()}@player.example>`,
    loop: installationId(),
  };
}

type Fate = { outcome: string; cause: string | null; class: string; ticketId: string | null; mayRespond: boolean };

async function arrives(name: string, subject: Subject): Promise<Fate> {
  const { to = 'reply', class: kind } = corpus[name]!;
  const strangers = { support: 'support@mail.makegood.test', nobody: `support+r.${'a'.repeat(26)}@mail.makegood.test` };
  const recipient = { ...strangers, reply: subject.reply, bounce: subject.bounce }[to];
  const envelope = { from: kind === 'bounce' ? '' : subject.from, to: [recipient] };
  const kept = await keepMail({ door: 'smtp', raw: fillMail(name, subject), envelope }, { at: NOW });
  if ('refused' in kept) throw new Error(kept.message);
  await processMails({ at: NOW });
  const [fate] = await db.query<Fate>(
    sql`SELECT outcome, cause, class, ticket_id, may_respond FROM inbound_email WHERE id = ${kept.id}::uuid`,
  );
  return fate!;
}

type Message = { body: string; folded: string | null; attachments: { name: string; kept: string }[] };

describe.each(Object.entries(corpus))('%s', (name, expected) => {
  test(`ends as ${expected.outcome}${expected.cause ? `, ${expected.cause}` : ''}, and ${expected.effect}`, async () => {
    const subject = subjects.get(name)!;
    const before = await emailKeys(subject.number);
    const fate = await arrives(name, subject);
    const { outcome, cause = null, class: kind } = expected;
    expect(fate).toMatchObject({ outcome, cause, class: kind });

    const escalated = expected.effect === 'escalates';
    expect((await ticketState(subject.number)).status).toBe(escalated ? 'ESCALATED' : 'DENIED');
    const answered = escalated && expected.mayRespond !== false;
    expect(await emailKeys(subject.number)).toEqual(answered ? [...before, 'escalation-received'] : before);
    expect(await otherRecipients(subject)).toEqual([]);

    const messages = await messagesOf(subject);
    expect(messages).toHaveLength(escalated ? 1 : 0);
    if (escalated) {
      expect(fate.ticketId).toBe(subject.ticketId);
      const [{ attachments, ...words }] = messages as [Message];
      const folded = expected.folded === null ? null : fillText(expected.folded, subject);
      expect(words).toEqual({ body: fillText(expected.said!, subject), folded });
      expect(Object.fromEntries(attachments.map((part) => [part.name, part.kept]))).toEqual(expected.attachments ?? {});
    }
    expect(await stateOfOurEmail(subject)).toEqual({
      failed: expected.effect === 'email-failed' || expected.effect === 'address-suppressed',
      suppressed: expected.effect === 'address-suppressed',
      delayed: expected.effect === 'delay-noted',
    });
  });
});

/** Nobody but the address on file is ever written to, whatever Cc, Reply-To or a name say. */
function otherRecipients({ ticketId, from }: Subject) {
  return db.query(sql`SELECT to_address FROM email WHERE ticket_id = ${ticketId}::uuid AND to_address <> ${from}`);
}

function messagesOf({ ticketId }: Subject): Promise<Message[]> {
  return db.query<Message>(sql`
    SELECT body, folded, attachments FROM message WHERE ticket_id = ${ticketId}::uuid AND inbound_email_id IS NOT NULL`);
}

async function stateOfOurEmail({ sent, from, ticketId }: Subject) {
  const [state] = await db.query(sql`
    SELECT (SELECT status = 'FAILED' FROM email WHERE message_id = ${sent}) AS failed,
           EXISTS (SELECT FROM suppression WHERE address = ${from}) AS suppressed,
           EXISTS (SELECT FROM ticket_event WHERE ticket_id = ${ticketId}::uuid AND kind = 'mail-delayed') AS delayed`);
  return state;
}
