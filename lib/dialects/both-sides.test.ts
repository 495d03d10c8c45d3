/** Dialects that we both write and hear: what we tell a publisher, we would ourselves believe and understand. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AT, DOOR, SECRET, SETTINGS } from '@/e2e/support/custom-dialects';
import { dialectNamed, rewardDialects } from '.';
import { SECRET_PLACE } from './dialect';
import { exampleEvent } from './example-event';
import type { CallbackOptions, RewardEvent, RewardKind } from './rewards';
import { toPostbackRequest } from './sample';

const name = fc.oneof(
  fc.constantFrom('a&b=c', '100 % Taler', '[USER_ID]', '{user_id}', '[%TX%]', '"><b>', 'Ⓖold+', "o'clock *~!()"),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
);

const facts = fc.record({
  eventId: fc.uuid(),
  userId: name,
  rewardAmount: fc.bigInt({ min: 1n, max: 10n ** 12n }),
  payoutUsd: fc.constantFrom('1.50', '0.01', '120.000001'),
  currencyName: name,
  appName: name,
  offerTitle: name,
  taskName: name,
  clickId: fc.stringMatching(/^[A-Za-z0-9._:-]{1,64}$/),
  grantedAt: fc.date({ min: new Date('2026-01-01'), max: AT, noInvalidDate: true }),
});

/** How our click comes back to us, as the notes of our own setup say it, and what the network has words for. */
type Way = {
  dialect: string;
  kinds: readonly RewardKind[];
  options?: CallbackOptions;
  /** The name under which the click carries our id. */
  carried?: string;
  address?: (template: string, event: RewardEvent) => string;
  transaction?: (eventId: string) => string;
  /** Whether amounts are in dollars there at all. */
  payout?: boolean;
};

const MOVING = ['REWARD', 'REVERSAL'] as const;
const STATEFUL = ['REWARD', 'PENDING', 'REVERSAL'] as const;
const ofCompletion = (id: string) => `o${id}`;

const ways: Way[] = [
  {
    dialect: 'ironsource',
    kinds: MOVING,
    carried: 'custom_click_id',
    address: (template, { kind }) => (kind === 'REVERSAL' ? `${template}&negative=true` : template),
    payout: false,
  },
  { dialect: 'bitlabs', kinds: MOVING, carried: 'custom_click_id', transaction: ofCompletion },
  {
    dialect: 'bitlabs',
    kinds: STATEFUL,
    options: { stateful: true, custom: { server: 'eu' } },
    carried: 'custom_click_id',
    transaction: ofCompletion,
  },
  { dialect: 'ayet', kinds: MOVING, carried: 'custom_1' },
  {
    dialect: 'tapjoy',
    kinds: ['REWARD'],
    address: (template, { clickId }) => `${template}?click_id=${encodeURIComponent(clickId)}`,
    payout: false,
  },
  { dialect: 'fyber', kinds: ['REWARD'], carried: 'custom_pub0' },
  { dialect: 'adgem', kinds: MOVING, carried: 'custom_c1' },
  {
    dialect: 'adgate',
    kinds: STATEFUL,
    carried: 'custom_s2',
    address: (template) => template.replace(SECRET_PLACE, SECRET),
  },
];

const STATES = { REWARD: 'COMPLETED', PENDING: 'PENDING', REVERSAL: 'RECONCILED', ACTIVITY: 'COMPLETED' } as const;

test.each(ways)('property: $dialect $options', (way) => {
  const { rewards, confirms } = dialectNamed(way.dialect)!;
  const template = confirms!.setup!.urlTemplate(DOOR);
  fc.assert(
    fc.property(fc.constantFrom(...way.kinds), facts, (kind, fact) => {
      const device = way.carried ? { [way.carried]: fact.clickId } : {};
      const event = exampleEvent(kind, { ...fact, click: { at: AT, ip: null, country: null, device } });
      const urlTemplate = way.address?.(template, event) ?? template;
      const sent = toPostbackRequest(
        rewards!.compose(event, { urlTemplate, secret: SECRET, options: way.options ?? {} }, AT),
      );
      const secrets = { current: SECRET, previous: null };
      expect(confirms!.verify(sent, secrets, AT, SETTINGS)).toMatchObject({ verdict: 'valid' });
      expect(confirms!.read(sent, SETTINGS)).toMatchObject({
        kind: 'confirmation',
        transaction: way.transaction?.(event.eventId) ?? event.eventId,
        clickId: event.clickId,
        state: STATES[kind],
        ...(way.payout !== false && { payoutUsd: event.payoutUsd }),
      });
    }),
  );
});

test('no dialect with two sides is left out', () => {
  const both = rewardDialects().filter(({ confirms }) => confirms);
  expect([...new Set(ways.map(({ dialect }) => dialect))].sort()).toEqual(both.map((dialect) => dialect.name).sort());
});

test('an unpaid step is heard as what it is: AdGem and ayeT keep it apart, and it pays nothing', () => {
  const event = exampleEvent('ACTIVITY', { click: { at: AT, ip: null, country: null, device: { custom_1: 'c-1' } } });
  const hear = (dialect: string) => {
    const { rewards, confirms } = dialectNamed(dialect)!;
    const endpoint = {
      urlTemplate: confirms!.setup!.urlTemplate(DOOR),
      secret: SECRET,
      options: { zeroRewards: true },
    };
    return confirms!.read(toPostbackRequest(rewards!.compose(event, endpoint, AT)), SETTINGS);
  };
  expect(hear('adgem')).toMatchObject({ kind: 'nothing' });
  expect(hear('ayet')).toMatchObject({ transaction: `${event.eventId}:unpaid`, state: 'COMPLETED', payoutUsd: '0' });
});

test('a ban is heard as a ban, and so is its end', () => {
  const { rewards, confirms } = dialectNamed('bitlabs')!;
  const urlTemplate = `${DOOR}?uid=[%USER:UID%]&tx=[%TX%]&ban_status=[%BAN:STATUS%]&ban_reason=[%BAN:REASON%]`;
  for (const isBanned of [true, false]) {
    const ban = { eventId: 'e-1', userId: 'a&b', isBanned, reason: isBanned ? 'FRAUD' : null, appKey: 'dragon' };
    const sent = toPostbackRequest(rewards!.composeBan!(ban, { urlTemplate, secret: SECRET, options: {} }, AT)!);
    expect(confirms!.verify(sent, { current: SECRET, previous: null }, AT, SETTINGS)).toMatchObject({
      verdict: 'valid',
    });
    expect(confirms!.read(sent, SETTINGS)).toEqual({
      kind: 'ban',
      userId: 'a&b',
      banned: isBanned,
      reason: ban.reason,
    });
  }
});

test('property: our Standard Webhooks are believed by the side that takes them from advertisers', () => {
  const { confirms } = dialectNamed('native')!;
  fc.assert(
    fc.property(fc.constantFrom('REWARD', 'REVERSAL', 'PENDING', 'ACTIVITY'), facts, (kind, fact) => {
      const event = exampleEvent(kind, fact);
      const endpoint = { urlTemplate: DOOR, secret: SECRET, options: {} };
      const sent = toPostbackRequest(dialectNamed('standard')!.rewards!.compose(event, endpoint, AT));
      const check = confirms!.verify(sent, { current: SECRET, previous: null }, AT, SETTINGS);
      expect(check).toMatchObject({ verdict: 'valid', notCovered: [] });
      expect(JSON.parse(Buffer.from(sent.rawBody).toString())).toMatchObject({
        type: kind.toLowerCase(),
        state: STATES[kind],
        eventId: event.eventId,
        user: event.userId,
        click: event.clickId,
        amount: event.rewardAmount.toString(),
        currency: event.currencyName,
      });
    }),
  );
});
