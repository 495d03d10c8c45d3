/** The words of each offerwall for what we tell: states, references, sanitized twins, unpaid steps, bans. */
import { describe, expect, test } from 'vitest';
import { dialectNamed } from '.';
import { exampleBan, exampleEvent } from './example-event';
import type { CallbackOptions, RewardEvent, RewardKind } from './rewards';
import { writeMacro } from './template';

const NOW = new Date('2026-11-20T12:00:00Z');
const ID = '00000000-0000-5000-8000-000000000001';
const DEVICE = {
  id: 'd-1',
  make: 'Acme',
  model: 'One',
  gaid: 'g-1',
  custom_1: 'first',
  custom_c2: 'second',
  custom_s3: 'third',
};
const CLICK = { at: new Date('2026-01-14T09:30:00Z'), ip: '192.0.2.7', country: 'AT', device: DEVICE };

function write(
  dialect: string,
  kind: RewardKind,
  { options = {}, ...changed }: Partial<RewardEvent> & { options?: CallbackOptions } = {},
) {
  const { compose, macros, brackets, proof } = dialectNamed(dialect)!.rewards!;
  const placeable = macros.filter(({ name }) => proof?.in !== 'parameter' || proof.macro !== name);
  const query = placeable.map(({ name }) => `${name}=${writeMacro(name, brackets)}`).join('&');
  const endpoint = { urlTemplate: `https://game.example/cb?${query}`, secret: 'test-secret-key', options };
  const sent = compose(exampleEvent(kind, { eventId: ID, click: CLICK, ...changed }), endpoint, NOW);
  return Object.fromEntries(new URL(sent.url).searchParams);
}

describe('BitLabs, stateful', () => {
  const options = { stateful: true };

  test.each([
    ['PENDING', 'PENDING'],
    ['REWARD', 'COMPLETED'],
    ['REVERSAL', 'RECONCILED'],
  ] as const)('%s is %s under one transaction, with values that are never negative', (kind, state) => {
    expect(write('bitlabs', kind, { options })).toMatchObject({
      ...{ TX: `o${ID}`, REF: `o${ID}`, 'OFFER:TASK:STATE': state, OFFER_STATE: state },
      ...{ 'VALUE:CURRENCY': '1500', VAL: '1500', 'VALUE:USD': '1.50', RAW: '1.50' },
    });
  });

  test('a completion rejected before anything was paid is reconciled at 0', () => {
    const given = { options, rewardAmount: 0n, payoutUsd: '0', reversal: { at: NOW, reason: 'OFFER_EVENT_EXPIRED' } };
    expect(write('bitlabs', 'REVERSAL', given)).toMatchObject({
      ...{ 'VALUE:CURRENCY': '0', 'VALUE:USD': '0', 'OFFER:REJECTION_REASON': 'OFFER_EVENT_EXPIRED' },
    });
  });
});

describe('BitLabs, not stateful', () => {
  test('a completion is o…, without a state', () => {
    expect(write('bitlabs', 'REWARD')).toMatchObject({ TX: `o${ID}`, REF: `o${ID}`, 'OFFER:TASK:STATE': 'NONE' });
  });

  test('a reconciliation is r… with negative values, and names the completion', () => {
    expect(write('bitlabs', 'REVERSAL')).toMatchObject({
      ...{ TX: `r${ID}`, REF: `o${ID}`, 'VALUE:CURRENCY': '-1500', 'VALUE:USD': '-1.50', 'OFFER:TASK:STATE': 'NONE' },
    });
  });

  test('nothing taken back has no sign', () => {
    const given = { rewardAmount: 0n, payoutUsd: '0.00' };
    expect(write('bitlabs', 'REVERSAL', given)).toMatchObject({ 'VALUE:CURRENCY': '0', 'VALUE:USD': '0.00' });
  });
});

describe('BitLabs', () => {
  test('says what is known of the step, by number and by name', () => {
    const step = { type: 'PURCHASE', isHidden: true, purchaseUsd: '4.99' };
    expect(write('bitlabs', 'REWARD', { step, delayMinutes: 90 })).toMatchObject({
      ...{ 'OFFER:TASK:TYPE:ID': '3', 'OFFER:TASK:TYPE:NAME': 'PURCHASE', 'OFFER:TASK:HIDDEN': '1' },
      ...{ 'OFFER:TASK:IAP:USD': '4.99', 'OFFER:DELAY': '90', 'OFFER:TASK:ID': 'level-5', TASK_ID: 'level-5' },
      ...{ 'OFFER:ID': 'example-offer', 'OFFER:TASK:NAME': 'Reach level 5', 'USER:IP_ADDRESS': '192.0.2.7' },
    });
  });

  test('leaves empty what is not known', () => {
    expect(write('bitlabs', 'REWARD', { step: null, click: null })).toMatchObject({
      ...{ 'OFFER:TASK:TYPE:ID': '', 'OFFER:TASK:TYPE:NAME': '', 'OFFER:TASK:HIDDEN': '0', 'OFFER:TASK:IAP:USD': '' },
      ...{ 'USER:IP_ADDRESS': '', 'BAN:STATUS': '', 'OFFER:REJECTION_REASON': '' },
    });
  });

  test('a type that the table does not hold has a name and no number', () => {
    const step = { type: 'RAFFLE', isHidden: false, purchaseUsd: null };
    expect(write('bitlabs', 'REWARD', { step })).toMatchObject({
      ...{ 'OFFER:TASK:TYPE:ID': '', 'OFFER:TASK:TYPE:NAME': 'RAFFLE' },
    });
  });

  test('the hash is the last parameter, behind static parameters and what the click carries', () => {
    const { compose } = dialectNamed('bitlabs')!.rewards!;
    const event = exampleEvent('REWARD', { click: { ...CLICK, device: { custom_shard: '7', custom_hash: 'x' } } });
    const options = { custom: { server: 'eu' } };
    const bare = { urlTemplate: 'https://game.example/cb?uid=[%UID%]', secret: 'test-secret-key', options };
    const { url, signed } = compose(event, bare, NOW);
    expect(signed).toBe('https://game.example/cb?uid=example-user&shard=7&server=eu');
    expect(url).toMatch(/&server=eu&hash=[0-9a-f]{40}$/);
    expect(compose(event, { ...bare, urlTemplate: `${bare.urlTemplate}&hash=[%HASH%]` }, NOW).url).toBe(url);
  });

  test('a ban names the user, status and reason, and no transaction', () => {
    const { composeBan } = dialectNamed('bitlabs')!.rewards!;
    const say = (query: string, isBanned: boolean) =>
      composeBan!(
        exampleBan(isBanned),
        { urlTemplate: `https://game.example/cb?u=[%UID%]&t=[%TX%]&v=[%VAL%]${query}`, secret: 'k', options: {} },
        NOW,
      )?.signed;
    const both = '&s=[%BAN:STATUS%]&r=[%BAN:REASON%]';
    expect(say(both, true)).toBe('https://game.example/cb?u=example-user&t=&v=&s=BANNED&r=FRAUD');
    expect(say(both, false)).toBe('https://game.example/cb?u=example-user&t=&v=&s=ACTIVE&r=');
    expect(say('&s=[%BAN_STATE%]&r=[%BAN_REASON%]', true)).toContain('&s=BANNED&r=FRAUD');
    expect(say('', true)).toBeUndefined();
  });
});

describe('ayeT', () => {
  test('a reward says all that is known', () => {
    expect(write('ayet', 'REWARD')).toMatchObject({
      ...{ transaction_id: ID, payout_usd: '1.50', currency_amount: '1500', external_identifier: 'example-user' },
      ...{ is_chargeback: '0', chargeback_reason: '', chargeback_date: '', currency_conversion_rate: '1000.00' },
      ...{
        ip: '192.0.2.7',
        device_uuid: 'd-1',
        device_make: 'Acme',
        advertising_id: 'g-1',
        custom_1: 'first',
        custom_2: '',
      },
    });
  });

  test('a reversal is r-…, a chargeback with reason and date, and negative', () => {
    const reversal = { at: new Date('2026-02-03T04:05:06Z'), reason: 'Fraud & more' };
    expect(write('ayet', 'REVERSAL', { reversal })).toMatchObject({
      ...{ transaction_id: `r-${ID}`, is_chargeback: '1', payout_usd: '-1.50', currency_amount: '-1500' },
      ...{ chargeback_reason: 'Fraud & more', chargeback_date: '2026-02-03 04:05:06' },
      ...{ chargeback_reason_sanitized: 'Fraud__more', chargeback_date_sanitized: '2026-02-03_040506' },
    });
  });

  test('every macro has a twin of plain characters', () => {
    const given = write('ayet', 'REWARD', { offerTitle: 'Insel: Ebene\t5 – schön!', userId: 'a@b.c' });
    expect(given).toMatchObject({ offer_name_sanitized: 'Insel_Ebene_5__schn', external_identifier_sanitized: 'abc' });
    const names = Object.keys(given).filter((name) => !name.endsWith('_sanitized'));
    expect(names).toHaveLength(30);
    for (const name of names) expect(given[`${name}_sanitized`]).toMatch(/^[0-9A-Za-z_-]*$/);
  });

  test('without a click there is no address, and without a payout no rate', () => {
    expect(write('ayet', 'ACTIVITY', { click: null })).toMatchObject({ ip: '0.0.0.0', currency_conversion_rate: '0' });
  });

  test('the header covers static parameters as well', () => {
    const { compose } = dialectNamed('ayet')!.rewards!;
    const endpoint = {
      urlTemplate: 'https://game.example/cb?u={user_id}',
      secret: 'k',
      options: { custom: { a: 'x*~ y' } },
    };
    expect(compose(exampleEvent('REWARD'), endpoint, NOW).signed).toBe('a=x%2A%7E+y&u=example-user');
  });
});

describe('AdGem', () => {
  test('an unpaid step says so, before the verifier', () => {
    expect(Object.keys(write('adgem', 'ACTIVITY')).slice(-2)).toEqual(['nonpayable_install_goal', 'verifier']);
    expect(write('adgem', 'REWARD')).not.toHaveProperty('nonpayable_install_goal');
  });

  test('says click and conversion in UTC, and gives back what the click carries', () => {
    expect(write('adgem', 'REWARD')).toMatchObject({
      ...{ click_datetime: '2026-01-14 09:30:00', conversion_datetime: '2026-01-15 12:00:00', c1: '', c2: 'second' },
      ...{ country: 'AT', gaid: 'g-1', goal_id: 'level-5' },
    });
  });

  test('what is taken back is negative', () => {
    expect(write('adgem', 'REVERSAL')).toMatchObject({ amount: '-1500', payout: '-1.50', transaction_id: ID });
  });
});

test.each([
  ['PENDING', 'pending'],
  ['REWARD', 'approved'],
  ['REVERSAL', 'rejected'],
] as const)('AdGate: %s is %s under one conversion id', (kind, state) => {
  expect(write('adgate', kind)).toMatchObject({
    conversion_id: ID,
    s1: 'example-user',
    points: '1500',
    state,
    s3: 'third',
  });
});

test('ironSource: a click that carries custom_ parameters gets them back, of two with one name the app’s', () => {
  const { compose } = dialectNamed('ironsource')!.rewards!;
  const device = { custom_shard: '7', custom_server: 'from the click', os: 'Android' };
  const endpoint = {
    urlTemplate: 'https://game.example/cb?u=[USER_ID]',
    secret: '',
    options: { custom: { server: 'eu' } },
  };
  expect(compose(exampleEvent('REWARD', { click: { ...CLICK, device } }), endpoint, NOW).url).toBe(
    'https://game.example/cb?u=example-user&custom_shard=7&custom_server=eu',
  );
});

test('Tapjoy and Fyber add their parameters behind those of the address', () => {
  const endpoint = { urlTemplate: 'https://game.example/cb?game=7', secret: '', options: { custom: { server: 'eu' } } };
  const url = (dialect: string) =>
    dialectNamed(dialect)!.rewards!.compose(exampleEvent('REWARD', { eventId: ID, click: null }), endpoint, NOW).url;
  expect(url('tapjoy')).toBe(`https://game.example/cb?game=7&snuid=example-user&currency=1500&id=${ID}&server=eu`);
  expect(url('fyber')).toBe(
    `https://game.example/cb?game=7&uid=example-user&amount=1500&currency_name=Coins&currency_id=example-app&_trans_id_=${ID}&offer_title=Island%3A%20reach%20level%205&payout_net=1.50&payout_currency=USD&server=eu`,
  );
});
