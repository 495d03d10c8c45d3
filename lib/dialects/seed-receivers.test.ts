/** What we send is accepted by servers that were written from the networks' pages alone, and counted once. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ayetGame, bitLabsGame, ironSourceGame, type SeedReceiver } from '@/e2e/support/seed-receivers';
import { dialectNamed } from '.';
import { exampleBan, exampleEvent } from './example-event';
import type { Endpoint, OutgoingCallback, RewardEvent } from './rewards';

const SECRET = 'test-secret-key';
const NOW = new Date('2026-11-20T12:00:00Z');
const BITLABS =
  'https://game.example/cb?uid=[%USER:UID%]&tx=[%TX%]&ref=[%REF%]&val=[%VALUE:CURRENCY%]&raw=[%VALUE:USD%]&offer_state=[%OFFER:TASK:STATE%]&ban_status=[%BAN:STATUS%]&ban_reason=[%BAN:REASON%]';
const AYET =
  'https://game.example/cb?transaction_id={transaction_id}&external_identifier={external_identifier}&currency_amount={currency_amount}&payout_usd={payout_usd}&is_chargeback={is_chargeback}&name={offer_name}';
const IRONSOURCE = (path: string) =>
  `https://game.example/${path}?applicationUserId=[USER_ID]&rewards=[REWARDS]&eventId=[EVENT_ID]&itemName=[ITEM_NAME]`;

type Game = {
  name: string;
  dialect: string;
  open: (secret: string) => SeedReceiver;
  endpoint: (event: RewardEvent) => Endpoint;
};

const games: Game[] = [
  {
    name: 'ironSource',
    dialect: 'ironsource',
    open: ironSourceGame,
    endpoint: ({ kind }) => ({
      urlTemplate: IRONSOURCE(kind === 'REVERSAL' ? 'revoke' : 'reward'),
      secret: SECRET,
      options: { custom: { server: 'eu & us' } },
    }),
  },
  {
    name: 'BitLabs, stateful',
    dialect: 'bitlabs',
    open: (secret) => bitLabsGame(secret, true),
    endpoint: () => ({ urlTemplate: BITLABS, secret: SECRET, options: { stateful: true, custom: { server: 'eu' } } }),
  },
  {
    name: 'BitLabs, not stateful',
    dialect: 'bitlabs',
    open: (secret) => bitLabsGame(secret, false),
    endpoint: () => ({ urlTemplate: BITLABS, secret: SECRET, options: {} }),
  },
  {
    name: 'ayeT-Studios',
    dialect: 'ayet',
    open: ayetGame,
    endpoint: () => ({ urlTemplate: AYET, secret: SECRET, options: { custom: { note: '* ~ !' } } }),
  },
];

const hostile = fc.oneof(
  fc.constantFrom('123@abc.com', 'a b&c=d#e?f%20+', "ä!'()*~", '[REWARDS]', '{payout_usd}', '[%VAL%]', '"</a>', '日本'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
);

describe.each(games)('$name', ({ dialect, open, endpoint }) => {
  const { compose, acknowledged } = dialectNamed(dialect)!.rewards!;
  const send = (event: RewardEvent) => compose(event, endpoint(event), NOW);

  test('property: a reward is acknowledged and paid, whatever user and offer are called', () => {
    fc.assert(
      fc.property(hostile, hostile, fc.bigInt({ min: 1n, max: 10n ** 9n }), (userId, offerTitle, rewardAmount) => {
        const game = open(SECRET);
        const event = exampleEvent('REWARD', { userId, offerTitle, currencyName: offerTitle, rewardAmount });
        expect(acknowledged(game.receive(send(event)), event)).toEqual({ verdict: 'acknowledged' });
        expect([...game.balances]).toEqual([[userId, Number(rewardAmount)]]);
      }),
    );
  });

  test('sent again it is acknowledged again and paid once', () => {
    const game = open(SECRET);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const event = exampleEvent('REWARD');
      expect(acknowledged(game.receive(send(event)), event)).toEqual({ verdict: 'acknowledged' });
    }
    expect(game.balances.get('example-user')).toBe(1500);
  });

  test('a reversal takes back what was paid, once', () => {
    const game = open(SECRET);
    for (const kind of ['REWARD', 'REVERSAL', 'REVERSAL', 'REWARD'] as const) {
      const event = exampleEvent(kind);
      expect(acknowledged(game.receive(send(event)), event)).toEqual({ verdict: 'acknowledged' });
    }
    expect(game.balances.get('example-user')).toBe(0);
  });

  test('a step that pays nothing is acknowledged and pays nothing', () => {
    const game = open(SECRET);
    const event = exampleEvent('ACTIVITY');
    expect(acknowledged(game.receive(send(event)), event)).toEqual({ verdict: 'acknowledged' });
    expect(game.balances.get('example-user') ?? 0).toBe(0);
  });

  test('with another secret nothing is accepted', () => {
    const game = open('another-secret');
    const event = exampleEvent('REWARD');
    expect(acknowledged(game.receive(send(event)), event)).not.toEqual({ verdict: 'acknowledged' });
    expect(game.balances.size).toBe(0);
  });

  test.each([
    ['more coins', (sent: OutgoingCallback) => ({ ...sent, url: sent.url.replace('=1500', '=9500') })],
    [
      'another user',
      (sent: OutgoingCallback) => ({ ...sent, url: sent.url.replace('=example-user', '=example-thief') }),
    ],
    ['another event', (sent: OutgoingCallback) => ({ ...sent, url: sent.url.replace('5000-8000', '5000-9000') })],
    [
      'no signature',
      ({ url, ...sent }: OutgoingCallback) => ({ ...sent, url: url.split(/&(?:hash|signature)=/)[0]!, headers: {} }),
    ],
  ])('tampered with on the way it is refused: %s', (_, tamper) => {
    const game = open(SECRET);
    const sent = send(exampleEvent('REWARD'));
    const tampered = tamper(sent);
    expect(tampered).not.toEqual(sent);
    expect(game.receive(tampered).status).not.toBe(200);
    expect(game.balances.size).toBe(0);
  });
});

describe('BitLabs, stateful', () => {
  const { compose, composeBan } = dialectNamed('bitlabs')!.rewards!;
  const endpoint = { urlTemplate: BITLABS, secret: SECRET, options: { stateful: true } };

  test('what is held pays nothing until it is completed, under one transaction', () => {
    const game = bitLabsGame(SECRET, true);
    const { eventId } = exampleEvent('PENDING');
    game.receive(compose(exampleEvent('PENDING'), endpoint, NOW));
    expect(game.balances.get('example-user')).toBeUndefined();
    game.receive(compose(exampleEvent('REWARD', { eventId }), endpoint, NOW));
    expect(game.balances.get('example-user')).toBe(1500);
  });

  test('a ban is known for one and books nothing, and can be lifted', () => {
    const game = bitLabsGame(SECRET, true);
    expect(game.receive(composeBan!(exampleBan(true), endpoint, NOW)!).status).toBe(200);
    expect([...game.banned]).toEqual(['example-user']);
    game.receive(composeBan!(exampleBan(false), endpoint, NOW)!);
    expect(game.banned.size).toBe(0);
    expect(game.balances.size).toBe(0);
  });
});
