/**
 * Bad input, rows PB and SG, over every dialect: each has an integration of its own, made by the operator's API, and is sent
 * every row through the real door. Networks hear answers in words of their own; what the house made of each request is read
 * from its receipts. What only native has (times, JSON, webhooks) is in postbacks.spec.ts and signatures.spec.ts.
 */
import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { confirmDialects } from '@/lib/dialects';
import type { Confirms, DialectName, SampleContent, SampleRequest } from '@/lib/dialects/dialect';
import { call, type Reply } from '../../support/doors';
import { aClick, aGame, aNetwork, anOffer, api, demo, type Network, query } from '../../support/fixtures';
import type { Desk, Expected, Sent } from './dialect-desk';
import { PLACES } from './dialect-places';
import { ROWS } from './dialect-rows';
import { confirmationsOf, staysUp } from './setting';

staysUp();

const DIALECTS = confirmDialects();

test('every dialect has its place in the table, and nothing else has', () => {
  expect(Object.keys(PLACES).sort()).toEqual(DIALECTS.map(({ name }) => name).sort());
});

for (const { name, confirms } of DIALECTS) {
  test(`PB and SG in ${name}`, async () => {
    const { desk, network } = await aDesk(name, confirms);
    const sent: { what: string; expect: Expected }[] = [];
    for (const [what, make] of ROWS) {
      const made = make(desk);
      if ('because' in made)
        test.info().annotations.push({ type: 'no sense here', description: `${what}: ${made.because}` });
      else for (const one of [made].flat()) sent.push({ what, expect: await sendAndLook(what, one) });
    }
    const kept = sent.filter((one) => one.expect !== TOO_LARGE);
    const receipts = await receiptsOf(network);
    expect(receipts.map((became, index) => `${kept[index]?.what}: ${became}`)).toEqual(
      kept.map(({ what, expect: expected }, index) => `${what}: ${oneOf(expected, receipts[index])}`),
    );
    const stored = receipts.filter((became) => ['recorded', 'unmatched'].includes(became));
    expect(await confirmationsOf(network)).toHaveLength(stored.length);
    await nothingIsGrantedFor(desk.otherClick, network);
    await withoutSecretNothingIsTaken(network, desk);
  });
}

/** Too long to be read, hence nothing to keep. */
const TOO_LARGE = 'too-large';

async function sendAndLook(what: string, { request, expect: expected }: Sent): Promise<Expected> {
  const answer = await send(request);
  expect(answer.status, `${what}: ${answer.text}`).toBeLessThan(500);
  expect(answer.headers['set-cookie'], what).toBeUndefined();
  expect(answer.headers.location, what).toBeUndefined();
  if (expected === TOO_LARGE) expect(answer.status, what).toBe(413);
  return expected;
}

function send({ method, url, headers, body }: SampleRequest): Promise<Reply> {
  const path = url.slice(url.indexOf('/', 'http://'.length));
  return call(method, path, { headers, ...(body !== null && { body }) });
}

function oneOf(expected: Expected, became: string | undefined): string {
  if (typeof expected === 'string') return expected;
  return expected.or.find((code) => code === became) ?? expected.or.join(' or ');
}

async function aDesk(dialect: DialectName, confirms: Confirms): Promise<{ desk: Desk; network: Network }> {
  const [game, ours, theirs] = await Promise.all([aGame(), aNetwork(), aNetwork()]);
  const integration = `${dialect}-${randomUUID().slice(0, 8)}`;
  const [offer, foreign, put] = await Promise.all([
    anOffer(ours),
    anOffer(theirs),
    api('PUT', `/integrations/${integration}`, { advertiser: ours.advertiser, dialect, secret: ours.secret }),
  ]);
  expect(put.status, JSON.stringify(put.body)).toBeLessThan(300);
  const [click, otherClick, foreignClick] = await Promise.all(
    [offer, offer, foreign].map((started) => aClick(game, started, randomUUID())),
  );
  const sample = (content: Partial<SampleContent> = {}, secret = ours.secret) => {
    const usual = { transaction: randomUUID(), clickId: click!, taskKey: 'level-10', payoutUsd: '3.50', reason: null };
    const door = `${demo.url}/api/postbacks/${integration}`;
    return confirms.sample({ ...usual, state: 'COMPLETED', ...content }, secret, door, new Date());
  };
  const desk = { place: PLACES[dialect]!, confirms, sample, otherClick: otherClick!, foreignClick: foreignClick! };
  return { desk, network: { ...ours, integration } };
}

async function receiptsOf({ integration }: Network): Promise<string[]> {
  const receipts = await query<{ became: string }>(
    'SELECT coalesce(code, outcome) AS became FROM receipt WHERE integration_key = $1 ORDER BY received_at, id',
    [integration],
  );
  return receipts.map(({ became }) => became);
}

/** Only ever named by what was taken back, or contradicted something: PB-003, PB-026. */
async function nothingIsGrantedFor(click: string, { integration }: Network): Promise<void> {
  const unmatched = `SELECT FROM confirmation f JOIN integration i ON i.id = f.integration_id JOIN click c ON c.id = f.click_id
                      WHERE i.key = $1 AND f.matched_at IS NULL`;
  await expect.poll(async () => (await query(unmatched, [integration])).length).toBe(0);
  expect(await query('SELECT FROM reward_grant WHERE click_id = $1', [click])).toEqual([]);
}

/** SG-015: no door sets an empty secret; if one ever stood there, nobody could sign with it. */
async function withoutSecretNothingIsTaken({ integration }: Network, desk: Desk): Promise<void> {
  const request = desk.sample()!;
  await query(`UPDATE integration SET secret = '' WHERE key = $1`, [integration]);
  await send(request);
  expect((await receiptsOf({ integration } as Network)).at(-1)).toBe('bad-signature');
}
