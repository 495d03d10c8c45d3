/** What an agent is shown before a denial is what the user reads after it. */
import { expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser, DAY } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { renderEmail } from '@/lib/emails/render-email';
import { db, sql } from '@/lib/foundation/db';
import { isRefusal } from '@/lib/rules/refusal';
import { decideTicket } from '@/lib/tickets/decide-ticket';
import { previewDecision } from '@/lib/tickets/preview-decision';

await freshDatabase();

const [agent] = await db.query<{ id: string }>(
  sql`INSERT INTO agent (email, name, role) VALUES ('ana@desk.example', 'Ana', 'agent') RETURNING id`,
);

async function anOpenTicket(): Promise<{ number: string; version: number }> {
  const cast = await aCast();
  const user = await aUser(cast);
  const { number } = await aTicket(user, await aClick(user, await anOffer(cast), { ago: 2 * DAY }));
  const [ticket] = await db.query<{ version: number }>(sql`SELECT version FROM ticket WHERE number = ${number}`);
  return { number, version: ticket!.version };
}

const deny = (number: string, more = {}) =>
  previewDecision({
    number,
    outcome: 'deny',
    reason: 'not-confirmed',
    note: 'Level 9 is not level 10.',
    agentId: agent!.id,
    locale: null,
    ...more,
  });

test('the preview is the letter that is sent, but for the link that acts for the user', async () => {
  const { number, version } = await anOpenTicket();
  const preview = await deny(number);
  if (isRefusal(preview)) throw new Error(preview.message);
  const ruling = {
    number,
    version,
    outcome: 'deny' as const,
    reason: 'not-confirmed',
    note: 'Level 9 is not level 10.',
  };
  await decideTicket({ ...ruling, actor: { kind: 'AGENT', id: agent!.id } });
  const [sent] = await db.query<{ props: Record<string, unknown>; locale: string }>(sql`
    SELECT e.props, e.locale FROM email e JOIN ticket t ON t.id = e.ticket_id
     WHERE t.number = ${number} AND e.template = 'ticket-denied'`);
  const really = await renderEmail('ticket-denied', { ...sent!.props, statusLink: 'LINK' } as never, sent!.locale);
  const day = /by \w+ \d+ \w+ \d{4}[^.]*/g;
  expect(preview.subject).toBe(really.subject);
  expect(preview.text.replace(/https?:\S+/g, 'LINK').replace(day, '')).toBe(really.text.replace(day, ''));
});

test('in another language on request', async () => {
  const { number } = await anOpenTicket();
  const [own, spanish] = [await deny(number), await deny(number, { locale: 'es' })];
  expect(isRefusal(own) || own.locale).toBe('en');
  expect(!isRefusal(spanish) && spanish.text).toContain('anunciante');
});

test('refused as the decision would be, and nothing is written', async () => {
  const { number, version } = await anOpenTicket();
  expect(await deny(number, { outcome: 'approve', reason: 'confirmed' })).toMatchObject({ refused: 'not-confirmed' });
  expect(await deny(number, { reason: 'no such reason' })).toMatchObject({ refused: 'malformed' });
  expect(await deny('MG-0000-0000')).toMatchObject({ refused: 'not-found' });
  expect(await db.query(sql`SELECT FROM ticket WHERE number = ${number} AND version = ${version}`)).toHaveLength(1);
});
