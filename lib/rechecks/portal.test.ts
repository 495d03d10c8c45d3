/** The portal's use cases: what a link and a contact may see and answer, many answers at once, signing in (R21). */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Cast, DAY, HOUR, ticketState } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { anAdvertiser, anEscalatedTicket, NOW } from '@/e2e/support/recheck-scene';
import { askForLink, contactBySession, endContactSession, signInByLink } from '@/lib/accounts/advertiser-sessions';
import { db, sql } from '@/lib/foundation/db';
import { contactToken, portalToken } from '@/lib/outbox/links';
import { answerClaims, goOnAnswering } from '@/lib/rechecks/answer-claims';
import { readAnswerReport, readReportLines } from '@/lib/rechecks/answer-report';
import { askAdvertiser } from '@/lib/rechecks/ask-advertiser';
import { noteOpened, type PortalVisit, visitByContact, visitByLink } from '@/lib/rechecks/portal-visit';
import { countClaims, listClaims, mayScopeSee } from '@/lib/rechecks/read-claims';
import type { AnswerRow } from '@/lib/rules/claims-csv';
import { readCursor } from '@/lib/rules/cursor';
import { isRefusal } from '@/lib/rules/refusal';

await freshDatabase();

const at = { at: NOW };

/** So many claims in one letter, and the visit of whoever has its link. */
async function aLetter(cast: Cast, claims = 1): Promise<{ numbers: string[]; visit: PortalVisit; requestId: string }> {
  const numbers: string[] = [];
  for (let made = 0; made < claims; made += 1) {
    numbers.push((await anEscalatedTicket(cast)).number);
  }
  await askAdvertiser({ numbers, question: 'Do you see it?', actor: { kind: 'AUTO', id: null } }, at);
  const [request] = await db.query<{ id: string }>(sql`
    SELECT r.request_id AS id FROM recheck r JOIN ticket t ON t.id = r.ticket_id WHERE t.number = ${numbers[0]}`);
  const visit = await visitByLink(portalToken(request!.id), NOW);
  return { numbers, visit: visit!, requestId: request!.id };
}

const yes = (number: string, line: number): AnswerRow => ({
  line,
  number,
  kind: 'answer',
  answer: 'eligible',
  reason: null,
  words: null,
});

async function outcomes(visit: PortalVisit, rows: AnswerRow[]): Promise<(string | null)[]> {
  const { id } = await answerClaims(visit, { kind: 'csv', fileName: 'answers.csv' }, rows, at);
  return (await readReportLines(id)).map(({ outcome, code }) => code ?? outcome);
}

test('a link shows the claims of its letter, with their proof, and not who the user is', async () => {
  const cast = await anAdvertiser();
  const { numbers, visit } = await aLetter(cast);
  await aLetter(cast);
  const { shown } = await listClaims(visit.scope, 'open');
  expect(shown).toMatchObject([{ number: numbers[0], question: 'Do you see it?', country: 'DE', status: 'ASKED' }]);
  const [user] = await db.query<{ address: string; externalId: string }>(sql`
    SELECT t.address, u.external_id FROM ticket t JOIN end_user u ON u.id = t.user_id WHERE t.number = ${numbers[0]}`);
  const told = JSON.stringify(shown, (_, value) => (typeof value === 'bigint' ? String(value) : value));
  expect(told).not.toContain(user!.address);
  expect(told).not.toContain(user!.externalId);
});

test('a link that is old, revoked or made up opens nothing', async () => {
  const { requestId } = await aLetter(await anAdvertiser());
  expect(await visitByLink(portalToken(requestId), new Date(NOW.getTime() + 46 * DAY))).toBeNull();
  expect(await visitByLink('made-up', NOW)).toBeNull();
  await db.execute(sql`UPDATE recheck_request SET revoked_at = ${NOW} WHERE id = ${requestId}::uuid`);
  expect(await visitByLink(portalToken(requestId), NOW)).toBeNull();
});

test('pages follow each other by key, and miss and repeat nothing', async () => {
  const { numbers, visit } = await aLetter(await anAdvertiser(), 3);
  const first = await listClaims(visit.scope, 'open', null, 2);
  const second = await listClaims(visit.scope, 'open', readCursor(first.nextCursor!), 2);
  expect([...first.shown, ...second.shown].map(({ number }) => number).toSorted()).toEqual(numbers.toSorted());
  expect(second.nextCursor).toBeNull();
});

test('an answered claim moves from open to closed, with the answer', async () => {
  const { numbers, visit } = await aLetter(await anAdvertiser(), 2);
  await answerClaims(visit, { kind: 'form' }, [yes(numbers[0]!, 1)], at);
  expect(await countClaims(visit.scope)).toMatchObject({ open: 1, closed: 1 });
  expect((await listClaims(visit.scope, 'closed')).shown).toMatchObject([
    { number: numbers[0], answer: 'eligible', answeredBy: 'by the link' },
  ]);
});

test('a file has its report, row by row, and the same file again changes nothing', async () => {
  const { numbers, visit } = await aLetter(await anAdvertiser(), 3);
  const theirs = await aLetter(await anAdvertiser());
  const rows: AnswerRow[] = [
    yes(numbers[0]!, 2),
    { line: 3, number: numbers[1]!, kind: 'answer', answer: 'not-eligible', reason: 'fraud', words: null },
    yes(numbers[1]!, 4),
    yes(theirs.numbers[0]!, 5),
    { line: 6, number: 'x', kind: 'refused', problem: 'no-claim' },
    { line: 7, number: numbers[2]!, kind: 'left' },
    yes(numbers[0]!, 8),
  ];
  const first = ['recorded', 'recorded', 'conflict', 'not-found', 'no-claim', 'left', 'duplicate'];
  expect(await outcomes(visit, rows)).toEqual(first);
  expect(await outcomes(visit, rows)).toEqual(first.map((one) => (one === 'recorded' ? 'duplicate' : one)));
  expect((await ticketState(theirs.numbers[0]!)).status).toBe('WITH_ADVERTISER');
  expect((await ticketState(numbers[2]!)).status).toBe('WITH_ADVERTISER');
});

test('a large file is left to the worker, and its progress can be read', async () => {
  const { numbers, visit } = await aLetter(await anAdvertiser());
  const rows = Array.from({ length: 201 }, (_, index) => yes(numbers[0]!, index + 2));
  const { id } = await answerClaims(visit, { kind: 'csv', fileName: 'large.csv' }, rows, at);
  expect(await readAnswerReport(visit.scope, id)).toMatchObject({ total: 201, done: 0, finishedAt: null });
  await goOnAnswering(id, at);
  expect(await readAnswerReport(visit.scope, id)).toMatchObject({
    done: 201,
    finishedAt: NOW,
    counts: { recorded: 1, duplicate: 200 },
  });
});

test('the report and the pictures of another letter and of another advertiser are not there', async () => {
  const cast = await anAdvertiser();
  const [mine, other, theirs] = [await aLetter(cast), await aLetter(cast), await aLetter(await anAdvertiser())];
  const { id } = await answerClaims(mine.visit, { kind: 'form' }, [yes(mine.numbers[0]!, 1)], at);
  const pictureId = await aPictureOf(mine.numbers[0]!);
  const seen = async ({ scope }: PortalVisit) => [
    (await readAnswerReport(scope, id)) !== null,
    await mayScopeSee(scope, pictureId),
  ];
  expect(await seen(mine.visit)).toEqual([true, true]);
  expect(await seen(other.visit)).toEqual([false, false]);
  expect(await seen(theirs.visit)).toEqual([false, false]);
});

async function aPictureOf(number: string): Promise<string> {
  const [picture] = await db.query<{ id: string }>(sql`
    INSERT INTO screenshot (user_id, ticket_id, storage_key, mime, width, height, bytes, pixel_hash, look_hash, name, created_at)
    SELECT user_id, id, ${randomUUID()}, 'image/webp', 10, 10, 10, 'x', 0, 'proof.webp', ${NOW} FROM ticket WHERE number = ${number}
    RETURNING id`);
  return picture!.id;
}

test('a contact sees all letters of their advertiser, and nothing of another', async () => {
  const cast = await anAdvertiser();
  const mine = [...(await aLetter(cast)).numbers, ...(await aLetter(cast)).numbers];
  const theirs = await aLetter(await anAdvertiser());
  const { visit } = await aContact(cast);
  expect((await listClaims(visit.scope, 'open')).shown.map(({ number }) => number).toSorted()).toEqual(mine.toSorted());
  expect(await outcomes(visit, [yes(theirs.numbers[0]!, 2), yes(mine[0]!, 3)])).toEqual(['not-found', 'recorded']);
});

test('every use is on record, opening once an hour from each address', async () => {
  const { visit, numbers } = await aLetter(await anAdvertiser());
  const later = new Date(NOW.getTime() + HOUR + 1);
  for (const [ip, when] of [
    ['192.0.2.1', NOW],
    ['192.0.2.1', NOW],
    ['192.0.2.2', NOW],
    ['192.0.2.1', later],
  ] as const) {
    await noteOpened(visit, ip, { at: when });
  }
  await outcomes(visit, [yes(numbers[0]!, 2)]);
  const entries = await db.query<{ action: string }>(
    sql`SELECT action FROM audit_entry WHERE subject = ${visit.subject} AND actor_kind = 'ADVERTISER' ORDER BY action`,
  );
  expect(entries.map(({ action }) => action)).toEqual([
    'portal-opened',
    'portal-opened',
    'portal-opened',
    'portal-uploaded',
  ]);
});

async function aContact(cast: Cast) {
  const email = `ada-${randomUUID().slice(0, 8)}@advertiser.example`;
  await db.execute(sql`
    INSERT INTO advertiser_contact (advertiser_id, email, name, created_at) VALUES (${cast.advertiserId}::uuid, ${email}, 'Ada', ${NOW})`);
  expect(await askForLink({ email: email.toUpperCase(), ip: null }, at)).toBeNull();
  const [link] = await db.query<{ id: string }>(sql`
    SELECT l.id FROM advertiser_link l JOIN advertiser_contact c ON c.id = l.contact_id WHERE c.email = ${email}`);
  const token = contactToken(link!.id);
  const signedIn = await signInByLink(token, at);
  if (isRefusal(signedIn)) throw new Error(signedIn.message);
  const contact = (await contactBySession(signedIn.session, NOW))!;
  return { email, token, session: signedIn.session, visit: visitByContact(contact) };
}

test('a link to sign in works once, and not after half an hour', async () => {
  const { token, email } = await aContact(await anAdvertiser());
  expect(await signInByLink(token, at)).toMatchObject({ refused: 'link-not-valid' });
  await askForLink({ email, ip: null }, at);
  const [link] = await db.query<{ id: string }>(sql`
    SELECT l.id FROM advertiser_link l JOIN advertiser_contact c ON c.id = l.contact_id
     WHERE c.email = ${email} AND l.used_at IS NULL`);
  const late = { at: new Date(NOW.getTime() + 30 * 60_000) };
  expect(await signInByLink(contactToken(link!.id), late)).toMatchObject({ refused: 'link-not-valid' });
});

test('an unknown address is answered like a known one, and no mail goes out', async () => {
  const count = async () => (await db.query(sql`SELECT FROM email WHERE template = 'advertiser-sign-in'`)).length;
  const before = await count();
  expect(await askForLink({ email: `nobody-${randomUUID()}@example.com`, ip: null }, at)).toBeNull();
  expect(await count()).toBe(before);
});

test('one address may ask five times an hour', async () => {
  const email = `eager-${randomUUID()}@example.com`;
  const tries = [1, 2, 3, 4, 5, 6].map(() => null);
  const answers = [];
  for (const _ of tries) answers.push((await askForLink({ email, ip: randomUUID() }, at))?.refused ?? 'taken');
  expect(answers).toEqual(['taken', 'taken', 'taken', 'taken', 'taken', 'too-many']);
});

test('a session ends after eight hours, by signing out, and when the contact is shut out', async () => {
  const cast = await anAdvertiser();
  const [one, two] = [await aContact(cast), await aContact(cast)];
  const [before, end] = [8 * HOUR - 1, 8 * HOUR].map((ms) => new Date(NOW.getTime() + ms)) as [Date, Date];
  expect(await contactBySession(one.session, before)).not.toBeNull();
  expect(await contactBySession(one.session, end)).toBeNull();
  await endContactSession(one.session, at);
  expect(await contactBySession(one.session, NOW)).toBeNull();
  await db.execute(sql`UPDATE advertiser_contact SET disabled_at = ${NOW} WHERE email = ${two.email}`);
  expect(await contactBySession(two.session, NOW)).toBeNull();
});
