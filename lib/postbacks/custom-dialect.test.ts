/** A source that talks as its operator has defined, at the door: believed as far as its recipe goes, answered in its words. */
import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { aCast, aClick, anOffer, aUser } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { customConfirms } from '@/lib/dialects/custom';
import { customDefinition } from '@/lib/dialects/custom-definition';
import type { SampleContent } from '@/lib/dialects/dialect';
import { toPostbackRequest } from '@/lib/dialects/sample';
import { db, sql } from '@/lib/foundation/db';
import { receivePostback } from '@/lib/postbacks/receive-postback';
import { brokenPromises } from '@/lib/reports/invariants';

await freshDatabase();
const cast = await aCast();
afterEach(async () => expect(await brokenPromises()).toEqual([]));

const signature = {
  kind: 'hmac',
  algorithm: 'sha256',
  parts: [{ part: 'body' }],
  place: { in: 'header', name: 'x-signature', prefix: 'sha256=' },
};

async function aSource(over: object) {
  const definition = customDefinition.parse({
    reads: 'json',
    fields: { clickId: 'data.click', transaction: 'data.id', task: 'data.goal', status: 'status' },
    states: { paid: 'COMPLETED', refunded: 'RECONCILED' },
    signature,
    answer: { status: 202, contentType: 'application/json', body: '{"seen":"{outcome}"}' },
    refusal: { status: 200, body: 'NO {code}' },
    ...over,
  });
  const key = `own-${randomUUID().slice(0, 8)}`;
  await db.execute(sql`
    INSERT INTO integration (key, advertiser_id, dialect, secret, settings)
    VALUES (${key}, ${cast.advertiserId}::uuid, 'custom', ${cast.secret}, ${JSON.stringify({ custom: definition })}::jsonb)`);
  const confirms = customConfirms(definition);
  return async (what: Partial<SampleContent>, secret = cast.secret) => {
    const click =
      what.clickId ?? (await aClick(await aUser(cast), await anOffer(cast, { tasks: [{ key: 'level-10' }] })));
    const told: SampleContent = {
      transaction: randomUUID(),
      taskKey: 'level-10',
      state: 'COMPLETED',
      payoutUsd: null,
      reason: null,
      ...what,
      clickId: click,
    };
    const sample = confirms.sample(told, secret, `https://rewards.example/api/postbacks/${key}`, new Date())!;
    const received = await receivePostback(key, toPostbackRequest(sample), '198.51.100.7', new Date());
    const kept = await db.query<{ trust: string; state: string; taskKey: string }>(
      sql`SELECT trust, state, task_key FROM confirmation WHERE click_id = ${click}`,
    );
    return { received, kept, told };
  };
}

test('an HMAC over the body is believed strongly, once, and answered as defined', async () => {
  const send = await aSource({});
  const first = await send({});
  expect(first.received).toMatchObject({ answer: { status: 202, body: '{"seen":"recorded"}' } });
  expect(first.kept).toEqual([{ trust: 'strong', state: 'COMPLETED', taskKey: 'level-10' }]);
  expect((await send(first.told)).received).toMatchObject({ answer: { body: '{"seen":"duplicate"}' } });
  const taken = await send({ ...first.told, state: 'RECONCILED' });
  expect(taken.received).toMatchObject({ answer: { body: '{"seen":"recorded"}' } });
});

test('a forged one is refused in its own words', async () => {
  const send = await aSource({});
  const forged = await send({}, 'another-secret');
  expect(forged.received).toMatchObject({
    refusal: { refused: 'bad-signature' },
    inTheirWords: { status: 200, body: 'NO bad-signature' },
  });
  expect(forged.kept).toEqual([]);
});

test('a signature that leaves the click open, and none at all, are believed weakly', async () => {
  const parts = [{ part: 'value', of: 'data.id' }];
  const partly = await aSource({ signature: { ...signature, parts } });
  expect((await partly({})).kept).toMatchObject([{ trust: 'weak' }]);
  const openly = await aSource({ signature: { kind: 'none' } });
  expect((await openly({})).kept).toMatchObject([{ trust: 'weak' }]);
});
