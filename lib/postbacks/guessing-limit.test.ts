import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCast, aClick, anOffer, aUser, signedGet } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { WRONG_PER_MINUTE } from '@/lib/postbacks/guessing-limit';
import { receivePostback } from '@/lib/postbacks/receive-postback';

await freshDatabase();
const cast = await aCast();

const guess = (ip: string) => {
  const forged = signedGet('not-the-secret-0123456789abcdef', { click_id: 'c1', tx: randomUUID() });
  return receivePostback(cast.integrationKey, forged, ip, new Date());
};

test('the sixtieth wrong signature of a minute is answered and kept, the next one only refused', async () => {
  for (let n = 0; n < WRONG_PER_MINUTE; n += 1)
    expect(await guess('192.0.2.1')).toMatchObject({ refusal: { refused: 'bad-signature' } });
  expect(await guess('192.0.2.1')).toMatchObject({
    refusal: { refused: 'too-many', details: { retryAfter: expect.any(Number) } },
  });
  const [kept] = await db.query<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM receipt WHERE remote_ip = '192.0.2.1'`,
  );
  expect(kept!.count).toBe(WRONG_PER_MINUTE);
});

test('nobody else is held up: another address, and a right signature from the same one', async () => {
  expect(await guess('192.0.2.2')).toMatchObject({ refusal: { refused: 'bad-signature' } });
  const click = await aClick(await aUser(cast), await anOffer(cast));
  const right = signedGet(cast.secret, { click_id: click, tx: randomUUID() });
  expect(await receivePostback(cast.integrationKey, right, '192.0.2.1', new Date())).toHaveProperty('answer');
});
