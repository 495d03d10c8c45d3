import { expect, test } from 'vitest';
import { aCast, anOffer, aUser } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { listOffers, OFFERS_PER_PAGE } from '@/lib/offers/list-offers';

await freshDatabase();

test('every offer is on one page and on one only, the best paid first, equal ones included', async () => {
  const cast = await aCast();
  const user = { userId: await aUser(cast) };
  for (let n = 0; n < 2 * OFFERS_PER_PAGE + 3; n += 1) {
    await anOffer(cast, { title: `Offer ${n}`, tasks: [{ key: 'one', rewardAmount: BigInt(1 + (n % 4)) }] });
  }
  const seen: { key: string; rewardTotal: bigint }[] = [];
  let after: string | null = null;
  for (let page = 0; page < 5; page += 1) {
    const { offers, more } = await listOffers(user, after);
    seen.push(...offers);
    after = offers.at(-1)!.key;
    expect(more).toBe(page < 2);
    if (!more) break;
  }
  expect(new Set(seen.map(({ key }) => key)).size).toBe(2 * OFFERS_PER_PAGE + 3);
  expect(seen.map(({ rewardTotal }) => rewardTotal)).toEqual(
    seen.map(({ rewardTotal }) => rewardTotal).sort((a, b) => Number(b - a)),
  );
});
