/** The log of an integration and what is told of one receipt. */
import { createHmac, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser, signedGet } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import type { PostbackRequest } from '@/lib/dialects/dialect';
import { db, sql } from '@/lib/foundation/db';
import { toRequest } from '@/lib/postbacks/kept-request';
import { countNewer, listReceipts } from '@/lib/postbacks/list-receipts';
import { matchWaiting } from '@/lib/postbacks/match-confirmation';
import { readReceipt } from '@/lib/postbacks/read-receipt';
import { receivePostback } from '@/lib/postbacks/receive-postback';
import { readCursor, writeCursor } from '@/lib/rules/cursor';
import { readReceiptFilter } from '@/lib/rules/receipt-filter';

await freshDatabase();

const EVERYTHING = readReceiptFilter({});
const ADMIN = { mayWrite: true };
const AGENT = { mayWrite: false };

async function aLog() {
  const cast = await aCast();
  const [row] = await db.query<{ id: string }>(sql`SELECT id FROM integration WHERE key = ${cast.integrationKey}`);
  return { cast, log: { id: row!.id, key: cast.integrationKey } };
}

type Log = Awaited<ReturnType<typeof aLog>>;

/** The id of the receipt that it became. */
async function send({ cast }: Log, params: Record<string, string>, secret = cast.secret): Promise<string> {
  return sendAsIs(cast.integrationKey, signedGet(secret, params));
}

async function sendAsIs(key: string, request: PostbackRequest): Promise<string> {
  const receipts = () => db.query<{ id: string }>(sql`SELECT id FROM receipt WHERE integration_key = ${key}`);
  const before = new Set((await receipts()).map(({ id }) => id));
  await receivePostback(key, request, '198.51.100.7', new Date());
  return (await receipts()).find(({ id }) => !before.has(id))!.id;
}

const ids = ({ shown }: { shown: { id: string }[] }) => shown.map(({ id }) => id);

async function ofThePast({ log }: Log, count: number, at: Date): Promise<void> {
  await db.execute(sql`
    INSERT INTO receipt (received_at, integration_id, integration_key, method, query, outcome)
    SELECT ${at}, ${log.id}::uuid, ${log.key}, 'GET', '', 'recorded' FROM generate_series(1, ${count}::int)`);
}

test('pages go on where the last one ended, though many came in the same instant', async () => {
  const one = await aLog();
  await ofThePast(one, 120, new Date('2026-11-20T08:00Z'));
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listReceipts(one.log, EVERYTHING, cursor === null ? null : readCursor(cursor));
    seen.push(...ids(page));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen).toHaveLength(120);
  expect(new Set(seen).size).toBe(120);
});

test('what is newer than a place in the log is counted', async () => {
  const one = await aLog();
  await ofThePast(one, 1, new Date('2026-11-20T08:00Z'));
  const { shown } = await listReceipts(one.log, EVERYTHING, null);
  const place = readCursor(writeCursor({ at: shown[0]!.receivedAt, id: shown[0]!.id }))!;
  expect(await countNewer(one.log, EVERYTHING, place)).toBe(0);
  await ofThePast(one, 3, new Date('2026-11-20T08:01Z'));
  expect(await countNewer(one.log, EVERYTHING, place)).toBe(3);
  expect(await countNewer(one.log, readReceiptFilter({ outcome: 'refused' }), place)).toBe(0);
});

test('each filter finds its receipts and no others', async () => {
  const one = await aLog();
  const click = await aClick(await aUser(one.cast), await anOffer(one.cast));
  const recorded = await send(one, { click_id: click, tx: 'tx-1' });
  const duplicate = await send(one, { click_id: click, tx: 'tx-1' });
  const unmatched = await send(one, { click_id: 'nobody', tx: 'tx-2' });
  const forged = await send(one, { click_id: click, tx: 'tx-3' }, 'another secret');
  const found = async (given: Record<string, string>) =>
    ids(await listReceipts(one.log, readReceiptFilter(given), null));
  expect(await found({})).toHaveLength(4);
  expect(await found({ outcome: 'recorded' })).toEqual([recorded]);
  expect(await found({ outcome: 'duplicate' })).toEqual([duplicate]);
  expect(await found({ outcome: 'unmatched' })).toEqual([unmatched]);
  expect(await found({ code: 'bad-signature' })).toEqual([forged]);
  expect(await found({ code: 'stale' })).toEqual([]);
  expect((await found({ click })).sort()).toEqual([recorded, duplicate, forged].sort());
  expect((await found({ tx: 'tx-1' })).sort()).toEqual([recorded, duplicate].sort());
  expect(await found({ tx: 'tx-3' })).toEqual([forged]);
  expect(await found({ click, tx: 'tx-3' })).toEqual([forged]);
  expect(await found({ from: '2020-01-01', to: '2020-01-02' })).toEqual([]);
  expect(await found({ from: '2020-01-01' })).toHaveLength(4);
});

test('another integration’s receipts are neither listed nor told', async () => {
  const [mine, other] = [await aLog(), await aLog()];
  const theirs = await send(other, { click_id: 'c', tx: 't' });
  expect(ids(await listReceipts(mine.log, EVERYTHING, null))).toEqual([]);
  expect(await readReceipt(mine.log.key, theirs, ADMIN)).toBeNull();
  expect(await readReceipt('no-such-integration', theirs, ADMIN)).toBeNull();
  expect(await readReceipt(other.log.key, 'not an id', ADMIN)).toBeNull();
});

test('what came while it was switched off is in the log too', async () => {
  const one = await aLog();
  await db.execute(sql`UPDATE integration SET enabled = false WHERE key = ${one.log.key}`);
  const id = await send(one, { click_id: 'c', tx: 't' });
  expect(await listReceipts(one.log, EVERYTHING, null)).toMatchObject({ shown: [{ id, code: 'unknown-integration' }] });
  expect(await readReceipt(one.log.key, id, ADMIN)).toMatchObject({ explanation: { verdict: 'valid' } });
});

test('a receipt is read back byte for byte', async () => {
  const one = await aLog();
  const body = Buffer.from([...Array(256).keys()]);
  const request: PostbackRequest = {
    method: 'POST',
    url: `http://localhost:3000/api/postbacks/${one.log.key}`,
    rawQuery: String.raw`a=%00\x41&b=~`,
    headers: { 'content-type': 'text/plain; x="\\"', 'webhook-id': 'ä' },
    rawBody: body,
  };
  const id = await sendAsIs(one.log.key, request);
  const [row] = await db.query<Parameters<typeof toRequest>[0]>(
    sql`SELECT integration_key, method, query, headers, body FROM receipt WHERE id = ${id}::uuid`,
  );
  const { url: _url, ...came } = toRequest(row!);
  const { url: _itsUrl, ...sent } = request;
  expect(came).toEqual(sent);
});

test('an admin sees both digests and where they part, an agent neither, nobody a secret', async () => {
  const one = await aLog();
  const id = await send(one, { click_id: 'c', tx: 't' }, `${one.cast.secret}\n`);
  const [admin, agent] = [await readReceipt(one.log.key, id, ADMIN), await readReceipt(one.log.key, id, AGENT)];
  const { expected } = admin!.explanation!.digests!;
  expect(expected).toBe(createHmac('sha256', one.cast.secret).update(admin!.explanation!.signed).digest('hex'));
  expect(agent!.explanation).toMatchObject({ verdict: 'invalid', mistake: { name: 'secret-spaces' }, digests: null });
  expect(JSON.stringify(agent)).not.toContain(expected);
  for (const told of [admin, agent]) expect(JSON.stringify(told)).not.toContain(one.cast.secret);
});

test('a tracker’s token is shown to nobody, right or wrong', async () => {
  const one = await aLog();
  await db.execute(sql`UPDATE integration SET dialect = 'adjust' WHERE key = ${one.log.key}`);
  const request = (token: string): PostbackRequest => ({
    ...signedGet('', {}),
    rawQuery: `click_id=c1&activity_kind=install&token=${token}`,
  });
  for (const token of [one.cast.secret, `wrong-${randomUUID()}`]) {
    const id = await sendAsIs(one.log.key, request(token));
    const told = await readReceipt(one.log.key, id, ADMIN);
    expect(told!.shown.query).toBe('click_id=c1&activity_kind=install&token=••••••');
    expect(JSON.stringify(told)).not.toContain(token);
  }
});

test('the secret of the advertiser’s other integration is recognised and not shown', async () => {
  const one = await aLog();
  const other = `the-secret-of-${randomUUID()}`;
  await db.execute(sql`
    INSERT INTO integration (key, advertiser_id, dialect, secret)
    VALUES (${`${one.log.key}-ios`}, ${one.cast.advertiserId}::uuid, 'native', ${other})`);
  const told = await readReceipt(one.log.key, await send(one, { click_id: 'c', tx: 't' }, other), AGENT);
  expect(told!.explanation!.mistake).toEqual({ name: 'secret-of-another', detail: `${one.log.key}-ios` });
  expect(JSON.stringify(told)).not.toContain(other);
});

test('a receipt leads to its confirmation, its click and its ticket', async () => {
  const one = await aLog();
  const userId = await aUser(one.cast);
  const click = await aClick(userId, await anOffer(one.cast));
  const { number } = await aTicket(userId, click);
  const id = await send(one, { click_id: click, tx: 'tx-1' });
  await matchWaiting();
  const conflict = await send(one, { click_id: click, tx: 'tx-1', payout: '9.99' });
  expect((await readReceipt(one.log.key, id, AGENT))!.ledTo).toMatchObject({
    confirmation: { state: 'COMPLETED', transaction: 'tx-1', receiptId: id },
    click: { id: click },
    tickets: [{ number }],
  });
  expect((await readReceipt(one.log.key, conflict, AGENT))!.ledTo.confirmation).toMatchObject({ receiptId: id });
});
