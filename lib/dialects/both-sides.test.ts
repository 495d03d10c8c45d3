/** Dialects that we both write and hear: what we tell a publisher, we would ourselves believe and understand. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AT, DOOR, SECRET, SETTINGS } from '@/e2e/support/custom-dialects';
import { dialectNamed, rewardDialects } from '.';
import type { Endpoint, RewardEvent } from './rewards';
import { toPostbackRequest } from './sample';

const events = fc.record({
  kind: fc.constantFrom('REWARD' as const, 'REVERSAL' as const),
  eventId: fc.uuid(),
  userId: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 }),
  rewardAmount: fc.bigInt({ min: 0n, max: 10n ** 12n }),
  payoutUsd: fc.constantFrom('1.50', '0', '120.000001'),
  currencyName: fc.constantFrom('Coins', 'Gold & Gems', '100 % Taler', 'Ⓖold+'),
  appKey: fc.constant('dragon'),
  appName: fc.constant('Dragon Land'),
  offerKey: fc.constant('o-1'),
  offerTitle: fc.constant('Island: reach level 5'),
  taskKey: fc.constant('level-5'),
  taskName: fc.constant('Reach level 5'),
  clickId: fc.stringMatching(/^[A-Za-z0-9._:-]{1,64}$/),
  grantedAt: fc.date({ min: new Date('2026-01-01'), max: AT, noInvalidDate: true }),
  delayMinutes: fc.constant(0),
  reversal: fc.constant(null),
  click: fc.constant(null),
  step: fc.constant(null),
});

/** The publisher's address, as the setup of our own side tells to write it. */
const ADDRESSES: Record<string, (event: RewardEvent, template: string) => Pick<Endpoint, 'urlTemplate' | 'options'>> = {
  ironsource: ({ kind, clickId }, template) => ({
    urlTemplate: kind === 'REVERSAL' ? `${template}&negative=true` : template,
    options: { custom: { click_id: clickId } },
  }),
};

const both = rewardDialects().flatMap(({ name, rewards }) => {
  const { confirms } = dialectNamed(name)!;
  return confirms ? [{ name, rewards, confirms }] : [];
});

test.each(both)('property: $name', ({ name, rewards, confirms }) => {
  fc.assert(
    fc.property(events, (event) => {
      const address = ADDRESSES[name]!(event, confirms.setup!.urlTemplate(DOOR));
      const sent = toPostbackRequest(rewards.compose(event, { ...address, secret: SECRET }, AT));
      const check = confirms.verify(sent, { current: SECRET, previous: null }, AT, SETTINGS);
      expect(check).toMatchObject({ verdict: 'valid' });
      expect(confirms.read(sent, SETTINGS)).toMatchObject({
        transaction: event.eventId,
        clickId: event.clickId,
        state: event.kind === 'REVERSAL' ? 'RECONCILED' : 'COMPLETED',
      });
    }),
  );
});

test('property: our Standard Webhooks are believed by the side that takes them from advertisers', () => {
  const { confirms } = dialectNamed('native')!;
  fc.assert(
    fc.property(events, (event) => {
      const endpoint = { urlTemplate: DOOR, secret: SECRET, options: {} };
      const sent = toPostbackRequest(dialectNamed('standard')!.rewards!.compose(event, endpoint, AT));
      const check = confirms!.verify(sent, { current: SECRET, previous: null }, AT, SETTINGS);
      expect(check).toMatchObject({ verdict: 'valid', notCovered: [] });
      expect(JSON.parse(Buffer.from(sent.rawBody).toString())).toMatchObject({
        type: event.kind === 'REVERSAL' ? 'reversal' : 'reward',
        eventId: event.eventId,
        click: event.clickId,
        amount: event.rewardAmount.toString(),
        currency: event.currencyName,
      });
    }),
  );
});
