/** Addresses of publishers are checked when they are saved: what is wrong, and where. */
import { describe, expect, test } from 'vitest';
import { dialectNamed, rewardDialects } from '.';
import { checkTemplate } from './check-template';

const check = (dialect: string, template: string, options = {}) =>
  checkTemplate(dialectNamed(dialect)!, template, options);

/** The fault's place is where `at` begins in the template. */
function expectFault(dialect: string, template: string, at: string, message: string, options = {}) {
  expect(check(dialect, template, options)).toEqual({
    message: expect.stringContaining(message),
    position: template.indexOf(at),
  });
}

const IRONSOURCE = 'u=[USER_ID]&r=[REWARDS]&e=[EVENT_ID]';
const BITLABS = 'https://game.example/cb?u=[%USER:UID%]&t=[%TX%]&v=[%VALUE:CURRENCY%]&r=[%VALUE:USD%]';
const AYET = 'https://game.example/cb?t={transaction_id}&u={external_identifier}&a={currency_amount}';
const ADGEM = 'https://game.example/cb?a={amount}&p={player_id}&t={transaction_id}';

describe('an address', () => {
  test.each(rewardDialects())('as our own setup page gives it is fine: $name', (dialect) => {
    const template = dialect.confirms?.setup?.urlTemplate('https://game.example/cb') ?? 'https://game.example/cb';
    expect(checkTemplate(dialect, template)).toBeNull();
  });

  test('with known macros is fine, with a port, in the path, or at an IPv6 address', () => {
    expect(check('ironsource', `https://game.example:8443/cb?${IRONSOURCE}&i=[ITEM_NAME]`)).toBeNull();
    expect(check('ironsource', `http://[::1]:3000/cb/[USER_ID]?${IRONSOURCE}`)).toBeNull();
    expect(check('standard', 'https://game.example/hook')).toBeNull();
    expect(check('tapjoy', 'https://game.example/cb?game=7')).toBeNull();
  });

  test('for a tracker that tells no publisher is refused', () => {
    expect(check('adjust', 'https://game.example/cb')).toMatchObject({ position: 0 });
  });
});

describe('an unknown macro is named, with its place', () => {
  test.each([
    ['ironsource', `https://game.example/cb?${IRONSOURCE}&x=[UNKNOWN_MACRO]`, '[UNKNOWN_MACRO]'],
    ['ironsource', `https://game.example/cb?${IRONSOURCE}&x=[user_id]`, '[user_id]'],
    ['ironsource', `https://game.example/cb?${IRONSOURCE}&x=[]`, '[]'],
    ['ironsource', `https://game.example/cb?${IRONSOURCE}&x={user_id}`, '{user_id}'],
    ['bitlabs', `${BITLABS}&x=[%USER:EMAIL%]`, '[%USER:EMAIL%]'],
    ['bitlabs', `${BITLABS}&x=[TX]`, '[TX]'],
    ['ayet', `${AYET}&x={transaction_id_clean}`, '{transaction_id_clean}'],
    ['ayet', `${AYET}&x=[USER_ID]`, '[USER_ID]'],
    ['standard', 'https://game.example/{user}', '{user}'],
    ['tapjoy', 'https://game.example/cb?u={snuid}', '{snuid}'],
  ])('%s: %s', (dialect, template, macro) => {
    expectFault(dialect, template, macro, macro);
  });

  test('half a macro as well', () => {
    const template = `https://game.example/cb?${IRONSOURCE}&x=[USER_ID`;
    expect(check('ironsource', template)).toMatchObject({ position: template.lastIndexOf('[') });
  });
});

describe('a missing mandatory macro is named', () => {
  test.each([
    ['ironsource', `https://game.example/cb?u=[USER_ID]&r=[REWARDS]`, '[EVENT_ID]'],
    ['bitlabs', BITLABS.replace('t=[%TX%]&', ''), '[%TX%]'],
    ['ayet', AYET.replace('t={transaction_id}&', ''), '{transaction_id}'],
    ['adgem', ADGEM.replace('p={player_id}&', ''), '{player_id}'],
    ['adgate', 'https://game.example/cb?c={conversion_id}&u={s1}', '{points}'],
  ])('%s: %s', (dialect, template, macro) => {
    expect(check(dialect, template)).toEqual({
      message: `${macro} must stand in the address.`,
      position: template.length,
    });
  });

  test('an older name or a sanitized id may stand for it, a sanitized amount may not', () => {
    expect(check('bitlabs', BITLABS.replace('USER:UID', 'UID').replace('VALUE:USD', 'RAW'))).toBeNull();
    expect(check('ayet', AYET.replace('{transaction_id}', '{transaction_id_sanitized}'))).toBeNull();
    expect(check('ayet', AYET.replace('{currency_amount}', '{currency_amount_sanitized}'))).not.toBeNull();
  });

  test('whoever is told of states needs the state in the address', () => {
    const options = { stateful: true };
    expect(check('bitlabs', BITLABS, options)?.message).toContain('[%OFFER:TASK:STATE%]');
    expect(check('bitlabs', `${BITLABS}&s=[%OFFER:TASK:STATE%]`, options)).toBeNull();
    expect(check('bitlabs', `${BITLABS}&s=[%OFFER_STATE%]`, options)).toBeNull();
    expect(check('standard', 'https://game.example/hook', options)).toBeNull();
  });
});

describe('the signature', () => {
  test('may be placed as the last parameter, where the whole address is signed', () => {
    expect(check('bitlabs', `${BITLABS}&hash=[%HASH%]`)).toBeNull();
    expect(check('adgem', `${ADGEM}&verifier={verifier}`)).toBeNull();
  });

  test.each([
    ['before another parameter', 'bitlabs', `${BITLABS}&hash=[%HASH%]&x=1`, '[%HASH%]'],
    ['under another name', 'bitlabs', `${BITLABS}&signature=[%HASH%]`, '[%HASH%]'],
    ['behind other text', 'adgem', `${ADGEM}&x=verifier={verifier}`, '{verifier}'],
    ['first of all', 'adgem', ADGEM.replace('?', '?verifier={verifier}&'), '{verifier}'],
  ])('%s is in the wrong place', (_, dialect, template, at) => {
    expectFault(dialect, template, at, 'must be the last parameter');
  });

  test('in the path is in the wrong place', () => {
    expectFault(
      'ironsource',
      `https://game.example/[SIGNATURE]?${IRONSOURCE}`,
      '[SIGNATURE]',
      'belongs into a parameter',
    );
    expectFault('bitlabs', BITLABS.replace('/cb', '/[%HASH%]'), '[%HASH%]', 'belongs into a parameter');
  });

  test('may stand anywhere among the parameters, where only values are signed', () => {
    expect(check('ironsource', `https://game.example/cb?s=[SIGNATURE]&${IRONSOURCE}&t=[TIMESTAMP]`)).toBeNull();
  });
});

describe('a parameter that we add ourselves may not stand there already', () => {
  test.each([
    ['bitlabs', BITLABS.replace('?', '?hash=0123&'), 'hash=0123'],
    ['adgem', `${ADGEM}&verifier=x`, 'verifier=x'],
    ['ironsource', `https://game.example/cb?${IRONSOURCE}&signature=abc`, 'signature=abc'],
    ['ironsource', `https://game.example/cb?${IRONSOURCE}&timestamp=[EVENT_ID]`, 'timestamp='],
    ['tapjoy', 'https://game.example/cb?currency=gems', 'currency='],
    ['fyber', 'https://game.example/cb?sid=1', 'sid='],
  ])('%s: %s', (dialect, template, at) => {
    expectFault(dialect, template, at, 'is added by itself');
  });

  test('with the macro that is meant for it, it may', () => {
    const template = `https://game.example/cb?${IRONSOURCE}&timestamp=[TIMESTAMP]&signature=[SIGNATURE]`;
    expect(check('ironsource', template)).toBeNull();
  });

  test('a static parameter as well, under the name that it will have', () => {
    const custom = { custom: { server: 'eu' } };
    expectFault('bitlabs', `${BITLABS}&server=us`, 'server=us', 'is added by itself', custom);
    expect(check('ironsource', `https://game.example/cb?${IRONSOURCE}&server=us`, custom)).toBeNull();
    expectFault(
      'ironsource',
      `https://game.example/cb?${IRONSOURCE}&custom_server=1`,
      'custom_server',
      'added',
      custom,
    );
  });

  test('a static parameter cannot take a name that is ours', () => {
    expect(check('bitlabs', BITLABS, { custom: { hash: 'x' } })?.message).toContain('"hash"');
    expect(check('tapjoy', 'https://game.example/cb', { custom: { id: 'x' } })?.message).toContain('"id"');
    expect(check('ironsource', `https://game.example/cb?${IRONSOURCE}`, { custom: { signature: 'x' } })).toBeNull();
  });

  test('no parameter stands there twice', () => {
    const template = `${BITLABS}&x=1&x=2`;
    expectFault('bitlabs', template, 'x=2', '"x" stands in the address twice');
  });
});

describe('the host is nobody else’s choice', () => {
  test.each([
    [`https://[USER_ID].game.example/cb?${IRONSOURCE}`, '[USER_ID]'],
    [`https://game.example:[REWARDS]/cb?${IRONSOURCE}`, '[REWARDS]'],
    [`https://game.example[USER_ID]/cb?${IRONSOURCE}`, '[USER_ID]'],
    [`https://{user_id}.game.example/cb?${IRONSOURCE}`, '{user_id}'],
  ])('a macro in it is refused where it stands: %s', (template, at) => {
    expectFault('ironsource', template, at, 'No macro may stand in the host');
  });

  test.each([
    ['user and password', `https://user:pass@game.example/cb?${IRONSOURCE}`, 'http'],
    ['another protocol', `ftp://game.example/cb?${IRONSOURCE}`, 'ftp'],
    ['a fragment', `https://game.example/cb?a=b#${IRONSOURCE}`, '#'],
    ['a tab', `https://exa\tmple.com/cb?${IRONSOURCE}`, '\t'],
    ['a line break', `https://x/\r\nX: y?${IRONSOURCE}`, '\r'],
    ['other letters', `https://example。com/cb?${IRONSOURCE}`, '。'],
  ])('%s is refused', (_, template, at) => {
    expect(check('ironsource', template)).toMatchObject({ position: template.indexOf(at) });
  });
});
