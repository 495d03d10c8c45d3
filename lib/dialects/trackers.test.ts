/**
 * The trackers: what each of them really sends, and what we read in it. Requests are written as the tracker would fill in
 * the address that `setup` tells the operator to paste.
 */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { confirmDialects, dialectNamed } from '.';
import { type Confirms, type IntegrationSettings, type Notice, type PostbackRequest, SECRET_PLACE } from './dialect';

const DOOR = 'https://rewards.example/api/postbacks/acme';
const NOW = new Date('2026-11-20T12:00:00Z');
const SECRET = 'tracker-token-0123456789';
const SECRETS = { current: SECRET, previous: null };
const SETTINGS: IntegrationSettings = { statusMap: {}, eventMap: {}, requireSignature: true };
const CLICK = 'c0ffee0123456789c0ffee0123456789';

type Sample = { query: string; token: string; said: Partial<Extract<Notice, { kind: 'confirmation' }>> };

const SAMPLES: Record<string, Sample> = {
  appsflyer: {
    query: `clickid=${CLICK}&event=af_level_10&event_time=1763640000&blocked_reason=&blocked_sub_reason=`,
    token: 'token',
    said: { taskKey: 'af_level_10', transaction: derived(CLICK, 'af_level_10', '1763640000') },
  },
  adjust: {
    query: `click_id=${CLICK}&activity_kind=event&event_token=bkrfgq&created_at=1763640000&environment=production`,
    token: 'token',
    said: { taskKey: 'bkrfgq', transaction: derived(CLICK, 'bkrfgq', '1763640000') },
  },
  singular: {
    query: `cl=${CLICK}&event=level_10&event_time=1763640000123&re_engagement=0`,
    token: 'token',
    said: { taskKey: 'level_10', transaction: derived(CLICK, 'level_10', '1763640000123') },
  },
  kochava: {
    query: `click_id=${CLICK}&event_name=_install&event_time=2026-11-20%2011%3A59%3A00`,
    token: 'token',
    said: { taskKey: 'install', transaction: derived(CLICK, 'install', 'once') },
  },
  branch: {
    query: `click_id=${CLICK}&name=achieve_level&id=1254386702937837568&event_timestamp=1763640000123&attributed=1`,
    token: 'token',
    said: { taskKey: 'achieve_level', transaction: '1254386702937837568' },
  },
  tune: {
    query: `transaction_id=${CLICK}&goal_id=37&adv_sub=order-77&payout=3.50&currency=USD`,
    token: 'security_token',
    said: { taskKey: '37', payoutUsd: '3.50', transaction: derived(CLICK, '37', 'order-77') },
  },
  everflow: {
    query: `transaction_id=${CLICK}&event_id=12&conversion_id=7f3a9c&payout=1.25`,
    token: 'verification_token',
    said: { taskKey: '12', payoutUsd: '1.25', transaction: '7f3a9c' },
  },
  affise: {
    query: `clickid=${CLICK}&action_id=a-991&goal=2&status=1&sum=0.5&currency=USD&comment=`,
    token: 'secure',
    said: { taskKey: '2', payoutUsd: '0.5', transaction: 'a-991' },
  },
  voluum: {
    query: `cid=${CLICK}&payout=2.75`,
    token: 'token',
    said: { taskKey: null, payoutUsd: '2.75', transaction: derived(CLICK, null, 'once') },
  },
  trackier: {
    query: `click_id=${CLICK}&txn_id=TX-1001&goal_value=deposit&status=approved&revenue=12.00`,
    token: 'token',
    said: { taskKey: 'deposit', payoutUsd: '12.00', transaction: 'TX-1001' },
  },
  offer18: {
    query: `tid=${CLICK}&event=signup&adv_sub1=lead-5&status=approved&payout=1.00`,
    token: 'token',
    said: { taskKey: 'signup', payoutUsd: '1.00', transaction: derived(CLICK, 'signup', 'lead-5') },
  },
  keitaro: {
    query: `subid=${CLICK}&status=sale&tid=2&payout=7`,
    token: 'token',
    said: { taskKey: null, payoutUsd: '7', transaction: derived(CLICK, null, '2') },
  },
};

const NAMES = Object.keys(SAMPLES);

describe.each(NAMES)('%s', (name) => {
  const { query, token, said } = SAMPLES[name]!;
  const confirms = confirmsOf(name);

  test('a completed step in its canonical form', () => {
    expect(confirms.read(get(`${query}&${token}=${SECRET}`), SETTINGS)).toEqual({
      kind: 'confirmation',
      clickId: CLICK,
      state: 'COMPLETED',
      payoutUsd: null,
      reason: null,
      ...said,
    });
  });

  test('the same by POST', () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const posted = { ...get(''), method: 'POST' as const, headers, rawBody: Buffer.from(query) };
    expect(confirms.read(posted, SETTINGS)).toEqual(confirms.read(get(query), SETTINGS));
  });

  test('sent again it is the same transaction, also when the parameters come in another order', () => {
    const again = query.split('&').reverse().join('&');
    expect(confirms.read(get(again), SETTINGS)).toEqual(confirms.read(get(query), SETTINGS));
  });

  test('its token is what proves it, and covers nothing', () => {
    const check = confirms.verify(get(`${query}&${token}=${SECRET}`), SECRETS, NOW, SETTINGS);
    const parameters = query.split('&').map((pair) => pair.split('=')[0]);
    expect(check).toMatchObject({ verdict: 'valid', signed: '', notCovered: parameters });
    expect(JSON.stringify(check)).not.toContain(SECRET);
    expect(confirms).toMatchObject({ weaknesses: ['secret-in-url'], secretParameters: [token] });
  });

  test('the secret before the last one still counts', () => {
    expect(verdict(name, `${query}&${token}=${SECRET}`, { current: 'another-secret', previous: SECRET })).toBe('valid');
  });

  test('a wrong token, an empty one, none, and no secret at all', () => {
    expect(verdict(name, `${query}&${token}=${SECRET}x`)).toBe('invalid');
    expect(verdict(name, `${query}&${token}=`)).toBe('unsigned');
    expect(verdict(name, query)).toBe('unsigned');
    expect(verdict(name, `${query}&${token}=${SECRET_PLACE}`)).toBe('invalid');
    expect(verdict(name, `${query}&${token}=`, { current: '', previous: null })).toBe('bad-signature');
  });

  test('property: a token with one byte changed, added or taken away is refused', () => {
    const bytes = Buffer.from(SECRET);
    const changed = fc
      .tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0x20, max: 0x7e }), fc.constantFrom('change', 'add', 'remove'))
      .map(([at, byte, how]) => {
        const rest = bytes.subarray(how === 'add' ? at : at + 1);
        return Buffer.concat([bytes.subarray(0, at), Buffer.from(how === 'remove' ? [] : [byte]), rest]).toString();
      })
      .filter((mutant) => mutant !== SECRET);
    fc.assert(
      fc.property(changed, (mutant) => {
        expect(verdict(name, `${query}&${token}=${encodeURIComponent(mutant)}`)).toBe('invalid');
      }),
    );
  });

  test('no click, an unfilled macro for it, and what is no id of ours are malformed', () => {
    const [click] = query.split('=');
    const without = query.slice(query.indexOf('&') + 1);
    expect(refusal(name, without)).toContain('click id');
    expect(refusal(name, `${click}=%7Bclickid%7D&${without}`)).toContain('did not fill in the macro');
    expect(refusal(name, `${click}=a%20b&${without}`)).toContain('click id');
    expect(refusal(name, `${click}=${'x'.repeat(129)}&${without}`)).toContain('click id');
  });

  test('a status nobody knows is refused, and mapped when the operator says what it means', () => {
    const strange = `${query.replace(/&status=[^&]*/, '')}&status=Maturing`;
    expect(refusal(name, strange)).toBe('Say in the status map what "Maturing" means.');
    expect(refusal(name, strange.replace('Maturing', 'constructor'))).toContain('status map');
    const settings = { ...SETTINGS, statusMap: { Maturing: 'PENDING' as const } };
    expect(confirms.read(get(strange), settings)).toMatchObject({ state: 'PENDING' });
  });

  test('a rejection is the same transaction, taken back, with its reason', () => {
    const rejected = `${query.replace(/&status=[^&]*/, '')}&status=Rejected`;
    const { transaction } = confirms.read(get(query), SETTINGS) as { transaction: string };
    expect(confirms.read(get(rejected), SETTINGS)).toMatchObject({
      state: 'RECONCILED',
      transaction,
      reason: 'Rejected',
    });
  });

  test('what an operator pastes names our door and its own token', () => {
    const { urlTemplate, allowedIpsPreset, notes } = confirms.setup!;
    const url = urlTemplate(DOOR);
    expect(url.startsWith(`${DOOR}?`)).toBe(true);
    expect(url.endsWith(`&${token}=${SECRET_PLACE}`)).toBe(true);
    expect(notes.length).toBeGreaterThan(0);
    for (const range of allowedIpsPreset) expect(range).toMatch(/^[\d.]+(\/\d+)?$/);
    const unfilled = url.slice(DOOR.length + 1).replaceAll('#', '%23');
    expect(['malformed', 'nothing']).toContain(kindOf(name, unfilled));
  });

  test('property: whatever comes, the answer is a value', () => {
    const pair = fc.tuple(fc.constantFrom(...keysOf(query), 'status', 'currency', 'x'), fc.string());
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 8 }), (pairs) => {
        const request = get(new URLSearchParams(pairs).toString());
        const read = confirms.read(request, SETTINGS);
        expect('kind' in read || 'refused' in read).toBe(true);
        if ('kind' in read && read.kind === 'confirmation')
          expect(read.transaction).toMatch(/^[A-Za-z0-9._:-]{1,128}$/);
        expect(confirms.verify(request, SECRETS, NOW, SETTINGS)).toBeDefined();
      }),
    );
  });
});

test('every tracker is found by its name among those who confirm', () => {
  const names = confirmDialects().map(({ name }) => name as string);
  expect(names).toEqual(expect.arrayContaining(NAMES));
});

describe('events', () => {
  test('are mapped to our tasks by the operator', () => {
    const settings = { ...SETTINGS, eventMap: { 'Level 10 reached': 'level-10' } };
    const query = `clickid=${CLICK}&event=Level%2010%20reached&event_time=1`;
    expect(confirmsOf('appsflyer').read(get(query), settings)).toMatchObject({ taskKey: 'level-10' });
    expect(refusal('appsflyer', query)).toBe('Say in the event map which task "Level 10 reached" is.');
  });

  test('a $0 install confirms the task of installing, and no other', () => {
    for (const query of [`clickid=${CLICK}&event=&event_time=1`, `clickid=${CLICK}&event=(event-name)`])
      expect(said('appsflyer', query)).toMatchObject({
        taskKey: 'install',
        transaction: derived(CLICK, 'install', 'once'),
      });
    expect(said('adjust', `click_id=${CLICK}&activity_kind=install`)).toMatchObject({ taskKey: 'install' });
    expect(said('singular', `cl=${CLICK}`)).toMatchObject({ taskKey: 'install' });
  });

  test('goal 0 and event 0 are the conversion without a name, unless the operator names them', () => {
    expect(said('tune', `transaction_id=${CLICK}&goal_id=0`)).toMatchObject({ taskKey: null });
    expect(said('everflow', `transaction_id=${CLICK}&event_id=0`)).toMatchObject({ taskKey: null });
    const settings = { ...SETTINGS, eventMap: { '0': 'signup' } };
    expect(confirmsOf('tune').read(get(`transaction_id=${CLICK}&goal_id=0`), settings)).toMatchObject({
      taskKey: 'signup',
    });
  });

  test('two events of one click are two transactions, and so are two times of one event', () => {
    const transactions = ['event=a&event_time=1', 'event=b&event_time=1', 'event=a&event_time=2', 'event=a'].map(
      (query) => (said('appsflyer', `clickid=${CLICK}&${query}`) as { transaction: string }).transaction,
    );
    expect(new Set(transactions).size).toBe(4);
  });

  test('two names for a click that contradict each other are malformed', () => {
    expect(refusal('affise', `clickid=${CLICK}&click_id=other`)).toContain('contradict');
    expect(said('affise', `clickid=${CLICK}&click_id=${CLICK}`)).toMatchObject({ clickId: CLICK });
  });
});

describe('fraud', () => {
  test('AppsFlyer: a blocked install takes the install back and says why', () => {
    const query = `clickid=${CLICK}&event=&event_time=9&blocked_reason=install_hijacking&blocked_sub_reason=ctit_anomalies`;
    expect(said('appsflyer', query)).toMatchObject({
      state: 'RECONCILED',
      taskKey: 'install',
      transaction: derived(CLICK, 'install', 'once'),
      reason: 'install_hijacking / ctit_anomalies',
    });
    expect(said('appsflyer', `clickid=${CLICK}&is_rejected=true`)).toMatchObject({
      state: 'RECONCILED',
      reason: 'blocked',
    });
  });

  test('Adjust: a rejected install is the same transaction as the install', () => {
    const rejected = `click_id=${CLICK}&activity_kind=rejected_install&created_at=5&rejection_reason=engagement_injection`;
    expect(said('adjust', rejected)).toMatchObject({
      state: 'RECONCILED',
      taskKey: 'install',
      reason: 'engagement_injection',
      transaction: derived(CLICK, 'install', 'once'),
    });
  });

  test('Singular: a fraud postback takes the install back', () => {
    expect(said('singular', `cl=${CLICK}&rejection_reason=User-defined%20Rule`)).toMatchObject({
      state: 'RECONCILED',
      taskKey: 'install',
      reason: 'User-defined Rule',
    });
  });
});

describe('what confirms nothing', () => {
  test('Adjust’s sandbox is a test', () => {
    expect(said('adjust', `click_id=${CLICK}&activity_kind=install&environment=sandbox`)).toEqual({ kind: 'test' });
  });

  test.each([
    ['adjust', `click_id=${CLICK}&activity_kind=session`],
    ['adjust', `click_id=${CLICK}&activity_kind=reinstall`],
    ['adjust', `click_id=${CLICK}&activity_kind=rejected_reattribution`],
    ['singular', `cl=${CLICK}&event=&re_engagement=1`],
    ['branch', `click_id=${CLICK}&name=open&id=1&attributed=1`],
    ['branch', `click_id=${CLICK}&name=purchase&id=1&attributed=0`],
    ['keitaro', `subid=${CLICK}&status=Ping&ignore_status=test,ping`],
  ])('%s: %s', (name, query) => {
    expect(said(name, query)).toMatchObject({ kind: 'nothing' });
  });

  test('unless the operator says that it is a task', () => {
    const settings = { ...SETTINGS, eventMap: { reinstall: 'return', open: 'open-app', 're-engagement': 'return' } };
    const read = (name: string, query: string) => confirmsOf(name).read(get(query), settings);
    expect(read('adjust', `click_id=${CLICK}&activity_kind=reinstall`)).toMatchObject({ taskKey: 'return' });
    expect(read('branch', `click_id=${CLICK}&name=open&id=1`)).toMatchObject({ taskKey: 'open-app' });
    expect(read('singular', `cl=${CLICK}&re_engagement=1`)).toMatchObject({ taskKey: 'return' });
  });

  test('an Adjust event without its token, and a Branch event without a name, are malformed', () => {
    expect(refusal('adjust', `click_id=${CLICK}&activity_kind=event`)).toContain('event_token');
    expect(refusal('adjust', `click_id=${CLICK}`)).toContain('activity_kind');
    expect(refusal('branch', `click_id=${CLICK}&id=1`)).toContain('name');
  });
});

describe('states', () => {
  test.each([
    ['1', 'COMPLETED'],
    ['2', 'PENDING'],
    ['3', 'RECONCILED'],
    ['5', 'PENDING'],
  ])('Affise’s %s is %s', (status, state) => {
    expect(said('affise', `clickid=${CLICK}&status=${status}&comment=too%20late`)).toMatchObject({
      state,
      reason: state === 'COMPLETED' ? null : 'too late',
    });
  });

  test.each([
    ['lead', 'PENDING'],
    ['sale', 'COMPLETED'],
    ['deposit', 'COMPLETED'],
    ['rejected', 'RECONCILED'],
    ['trash', 'RECONCILED'],
  ])('Keitaro’s %s is %s', (status, state) => {
    expect(said('keitaro', `subid=${CLICK}&status=${status}`)).toMatchObject({ state });
  });

  test('Keitaro maps states in the address; the operator’s own map comes first', () => {
    const query = `subid=${CLICK}&status=Bill&sale_status=bill,%20paid&rejected_status=void`;
    expect(said('keitaro', query)).toMatchObject({ state: 'COMPLETED' });
    expect(said('keitaro', query.replace('Bill', 'void'))).toMatchObject({ state: 'RECONCILED' });
    const settings = { ...SETTINGS, statusMap: { Bill: 'PENDING' as const } };
    expect(confirmsOf('keitaro').read(get(query), settings)).toMatchObject({ state: 'PENDING' });
  });
});

describe('payouts', () => {
  test('another currency is no dollars', () => {
    expect(said('voluum', `cid=${CLICK}&payout=2.75&currency=EUR`)).toMatchObject({ payoutUsd: null });
    expect(said('voluum', `cid=${CLICK}&payout=2.75&currency=usd`)).toMatchObject({ payoutUsd: '2.75' });
  });

  test('zeros beyond a micro-dollar are dropped; anything else is malformed', () => {
    expect(said('voluum', `cid=${CLICK}&payout=2.7500000000`)).toMatchObject({ payoutUsd: '2.750000' });
    for (const payout of ['2,75', '-1', '1e3', '1.0000001', 'free'])
      expect(refusal('voluum', `cid=${CLICK}&payout=${payout}`)).toContain('US dollars');
  });

  test('what the user spent is not what we are paid', () => {
    expect(said('tune', `transaction_id=${CLICK}&amount=99.99`)).toMatchObject({ payoutUsd: null });
    expect(said('trackier', `click_id=${CLICK}&sale_amount=99.99`)).toMatchObject({ payoutUsd: null });
  });
});

describe('answers in their words', () => {
  const postback: Notice = {
    kind: 'confirmation',
    transaction: 't',
    clickId: CLICK,
    taskKey: null,
    state: 'COMPLETED',
    payoutUsd: null,
    reason: null,
  };
  const away = {
    code: 'bad-signature',
    message: 'The signature does not match; sorry.',
    status: 401,
    receiptId: 'r-1',
  };

  test('the usual one is 200 and OK, with what became of it', () => {
    expect(confirmsOf('singular').answer('duplicate', 'r-1', postback)).toEqual({
      status: 200,
      contentType: 'text/plain; charset=utf-8',
      body: 'OK duplicate r-1',
    });
    expect(confirmsOf('singular').refusal).toBeUndefined();
  });

  test('TUNE reads the body and wants 200 always', () => {
    expect(confirmsOf('tune').answer('recorded', 'r-1', postback)).toMatchObject({
      status: 200,
      body: 'success=true;',
    });
    expect(confirmsOf('tune').refusal!(away)).toMatchObject({
      status: 200,
      body: 'success=false; err_msg=The signature does not match, sorry.;',
    });
  });

  test('Everflow’s operators know the numbers, Affise’s the texts', () => {
    const everflow = confirmsOf('everflow').refusal!(away);
    expect(everflow.status).toBe(401);
    expect(JSON.parse(everflow.body)).toEqual({ error_code: 21, error: away.message, receipt: 'r-1' });
    expect(JSON.parse(confirmsOf('affise').refusal!(away).body)).toMatchObject({ status: 2, error: 'Access denied' });
    expect(JSON.parse(confirmsOf('affise').answer('recorded', 'r-1', postback).body)).toMatchObject({ status: 1 });
  });

  test('Keitaro hears Success', () => {
    expect(confirmsOf('keitaro').answer('recorded', 'r-1', postback)).toMatchObject({ status: 200, body: 'Success' });
  });
});

// ── helpers ─────────────────────────────────────────────────────────────────

function confirmsOf(name: string): Confirms {
  return dialectNamed(name)!.confirms!;
}

function get(rawQuery: string): PostbackRequest {
  return { method: 'GET', url: DOOR, rawQuery, headers: {}, rawBody: new Uint8Array() };
}

function said(name: string, query: string) {
  return confirmsOf(name).read(get(query), SETTINGS);
}

function refusal(name: string, query: string): string {
  const read = said(name, query);
  return 'refused' in read ? `${read.message}` : 'read';
}

function kindOf(name: string, query: string): string {
  const read = said(name, query);
  return 'refused' in read ? read.refused : read.kind;
}

function verdict(name: string, query: string, secrets: { current: string; previous: string | null } = SECRETS): string {
  const check = confirmsOf(name).verify(get(query), secrets, NOW, SETTINGS);
  return 'refused' in check ? check.refused : check.verdict;
}

function keysOf(query: string): string[] {
  return query.split('&').map((pair) => pair.split('=')[0]!);
}

/** Written out of the description alone: click, event and what tells conversions apart. */
function derived(click: string, event: string | null, apart: string): string {
  return createHash('sha256')
    .update(JSON.stringify([click, event, apart]))
    .digest('hex');
}
