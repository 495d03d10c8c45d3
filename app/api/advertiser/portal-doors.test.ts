/** The doors of the portal, by link and for a contact: forms, files and pictures (R21). */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { GET as reportByLink } from '@/app/api/advertiser/[token]/answers/[batch]/report.csv/route';
import { POST as answerByLink } from '@/app/api/advertiser/[token]/answers/route';
import { GET as claimsByLink } from '@/app/api/advertiser/[token]/claims.csv/route';
import { GET as pictureByLink } from '@/app/api/advertiser/[token]/screenshots/[id]/route';
import { POST as uploadByLink } from '@/app/api/advertiser/[token]/uploads/route';
import { POST as askForLink } from '@/app/api/advertiser/link/route';
import { POST as answerAsContact } from '@/app/api/advertiser/me/answers/route';
import { GET as claimsAsContact } from '@/app/api/advertiser/me/claims.csv/route';
import { POST as signIn } from '@/app/api/advertiser/sign-in/[token]/route';
import { POST as signOut } from '@/app/api/advertiser/sign-out/route';
import type { Cast } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { anAdvertiser, anEscalatedTicket } from '@/e2e/support/recheck-scene';
import { db, sql } from '@/lib/foundation/db';
import { contactToken, portalToken } from '@/lib/outbox/links';
import { askAdvertiser } from '@/lib/rechecks/ask-advertiser';

await freshDatabase();

type Door = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

const OWN = { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' };
const FORM = 'application/x-www-form-urlencoded';

function knock(door: unknown, params: Record<string, string>, init: RequestInit = {}): Promise<Response> {
  return (door as Door)(new Request('http://localhost:3000/api/advertiser', init), { params: Promise.resolve(params) });
}

function post(door: unknown, params: Record<string, string>, fields: [string, string][], headers = {}) {
  const body = new URLSearchParams(fields).toString();
  return knock(door, params, { method: 'POST', headers: { 'content-type': FORM, ...headers }, body });
}

async function upload(token: string, file: string): Promise<Response> {
  const body = new FormData();
  body.set('file', new File([file], 'answers.csv', { type: 'text/csv' }));
  return knock(uploadByLink, { token }, { method: 'POST', body });
}

async function aLetter(cast: Cast, claims = 1): Promise<{ token: string; numbers: string[] }> {
  const numbers: string[] = [];
  for (let made = 0; made < claims; made += 1) numbers.push((await anEscalatedTicket(cast)).number);
  await askAdvertiser({ numbers, question: '=1+1', actor: { kind: 'AUTO', id: null } });
  const [claim] = await db.query<{ requestId: string }>(sql`
    SELECT r.request_id FROM recheck r JOIN ticket t ON t.id = r.ticket_id WHERE t.number = ${numbers[0]}`);
  return { token: portalToken(claim!.requestId), numbers };
}

async function linesOf(response: Response): Promise<string[][]> {
  return (await response.text())
    .replace('\uFEFF', '')
    .trim()
    .split('\r\n')
    .map((line) => line.split(','));
}

const placeOf = ({ headers }: Response) => headers.get('location') ?? '';

test('one answer leads back to the claims and says what became of it, in the language that was chosen', async () => {
  const { token, numbers } = await aLetter(await anAdvertiser());
  const say = (answer: string) =>
    post(answerByLink, { token }, [
      ['claim', numbers[0]!],
      ['answer', answer],
      ['lang', 'es'],
    ]);
  expect(placeOf(await say('perhaps'))).toBe(`/advertiser/${token}?problem=unknown-answer&claim=${numbers[0]}&lang=es`);
  expect(placeOf(await say('eligible'))).toBe(`/advertiser/${token}?done=recorded&claim=${numbers[0]}&lang=es`);
  expect(placeOf(await say('eligible'))).toContain('done=duplicate');
  expect(placeOf(await say('not-eligible:fraud'))).toContain('problem=conflict');
});

test('one answer for several leads to a report, which can be downloaded', async () => {
  const { token, numbers } = await aLetter(await anAdvertiser(), 2);
  const chosen = numbers.map((number): [string, string] => ['claim', number]);
  const place = placeOf(await post(answerByLink, { token }, [...chosen, ['answer', 'not-eligible:fraud']]));
  const [, batch = ''] = /\/answers\/([\w-]+)$/.exec(place) ?? [];
  const [heading, ...lines] = await linesOf(await knock(reportByLink, { token, batch }));
  expect(heading).toEqual(['line', 'claim', 'answer', 'reason', 'outcome', 'why']);
  expect(lines.map(([, number, answer, reason, outcome]) => [number, answer, reason, outcome])).toEqual(
    numbers.map((number) => [number, 'not-eligible', 'fraud', 'recorded']),
  );
  const other = await aLetter(await anAdvertiser());
  expect((await knock(reportByLink, { token: other.token, batch })).status).toBe(404);
});

test('nothing chosen is said, and nothing is kept', async () => {
  const { token } = await aLetter(await anAdvertiser());
  expect(placeOf(await post(answerByLink, { token }, [['answer', 'eligible']]))).toBe(
    `/advertiser/${token}?problem=none-chosen`,
  );
});

test('the file of the claims runs nothing in a spreadsheet, and can be filled in and sent back', async () => {
  const { token, numbers } = await aLetter(await anAdvertiser());
  const [heading, claim] = (await linesOf(await knock(claimsByLink, { token }))) as [string[], string[]];
  expect([heading[0], ...heading.slice(-3)]).toEqual(['claim', 'answer', 'reason', 'words']);
  expect(claim[heading.indexOf('question')]).toBe("'=1+1");
  expect(
    placeOf(await upload(token, `${heading.join(',')}\n${[...claim.slice(0, -3), 'eligible', '', ''].join(',')}`)),
  ).toMatch(/\/answers\//);
  const [answered] = await db.query<{ answer: string; answeredBy: string }>(sql`
    SELECT r.answer, r.answered_by FROM recheck r JOIN ticket t ON t.id = r.ticket_id WHERE t.number = ${numbers[0]}`);
  expect(answered).toEqual({ answer: 'eligible', answeredBy: 'by the link, by CSV' });
});

test.each([
  ['heading', 'claim,reply\nx,y'],
  ['empty', 'claim,answer\n'],
  ['columns', `claim,answer${','.repeat(1_000)}`],
  ['too-large', 'x'.repeat(6 * 1024 * 1024)],
])('a file is refused as a whole: %s', async (problem, file) => {
  const { token } = await aLetter(await anAdvertiser());
  expect(placeOf(await upload(token, file))).toBe(`/advertiser/${token}?upload=${problem}`);
});

test('a link that nobody has opens no door', async () => {
  const token = 'x'.repeat(43);
  const [id, batch] = [randomUUID(), randomUUID()];
  const doors = [
    await post(answerByLink, { token }, [['answer', 'eligible']]),
    await upload(token, 'claim,answer\n'),
    await knock(claimsByLink, { token }),
    await knock(reportByLink, { token, batch }),
    await knock(pictureByLink, { token, id }),
  ];
  expect(doors.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
});

async function aContact({ advertiserId }: Cast): Promise<string> {
  const email = `ada-${randomUUID().slice(0, 8)}@advertiser.example`;
  await db.execute(sql`
    INSERT INTO advertiser_contact (advertiser_id, email, name, created_at) VALUES (${advertiserId}::uuid, ${email}, 'Ada', now())`);
  const asked = await post(askForLink, {}, [['email', email]], OWN);
  expect(placeOf(asked)).toBe('/advertiser?done=asked');
  const [link] = await db.query<{ id: string }>(sql`
    SELECT l.id FROM advertiser_link l JOIN advertiser_contact c ON c.id = l.contact_id WHERE c.email = ${email}`);
  const signedIn = await post(signIn, { token: contactToken(link!.id) }, [], OWN);
  expect(placeOf(signedIn)).toBe('/advertiser/claims');
  const cookie = signedIn.headers.get('set-cookie')!;
  expect(cookie).toMatch(/^advertiser=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=28800$/);
  return cookie.split(';')[0]!;
}

test('a contact answers for all letters of their advertiser, from our own page only, until they sign out', async () => {
  const cast = await anAdvertiser();
  const [{ numbers }, theirs] = [await aLetter(cast), await aLetter(await anAdvertiser())];
  const cookie = await aContact(cast);
  const say = (number: string, headers: Record<string, string>) =>
    post(
      answerAsContact,
      {},
      [
        ['claim', number],
        ['answer', 'eligible'],
      ],
      headers,
    );
  expect((await say(numbers[0]!, { cookie, origin: 'https://evil.example' })).status).toBe(403);
  expect((await say(numbers[0]!, OWN)).status).toBe(401);
  expect(placeOf(await say(theirs.numbers[0]!, { ...OWN, cookie }))).toContain('problem=not-found');
  expect(placeOf(await say(numbers[0]!, { ...OWN, cookie }))).toBe(
    `/advertiser/claims?done=recorded&claim=${numbers[0]}`,
  );
  expect((await knock(claimsAsContact, {}, { headers: { cookie } })).status).toBe(200);
  expect(placeOf(await post(signOut, {}, [], { ...OWN, cookie }))).toBe('/advertiser?done=signed-out');
  expect((await knock(claimsAsContact, {}, { headers: { cookie } })).status).toBe(401);
});

test('an address that is none is said to be none, and a used link signs nobody in', async () => {
  expect(placeOf(await post(askForLink, {}, [['email', 'no address']], OWN))).toBe('/advertiser?problem=email');
  expect(placeOf(await post(signIn, { token: 'made-up' }, [], OWN))).toBe('/advertiser?problem=link');
});
