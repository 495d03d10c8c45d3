/**
 * native: for advertisers who can sign what we like (03, "Postbacks in").
 *
 *     click_id · task · tx · state · payout · reason · ts · sig
 *
 * `sig` is hex HMAC-SHA256 over all other parameters, those we do not know included: each written as `key=value` in
 * application/x-www-form-urlencoded *after decoding*, exactly as `URLSearchParams` writes it (a space is `+`; `*`, `-`,
 * `.` and `_` stay; every other byte of UTF-8 but letters and digits is `%XX` in capitals), sorted by the bytes of the
 * key, joined by `&`. How the request spelled them (`%7E` or `~`, `+` or `%20`, order, query, form or JSON) is the same
 * to the signature.
 *
 * A JSON body may be signed as Standard Webhooks instead; then its raw bytes are covered and there is no query.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type {
  ConfirmationState,
  Dialect,
  Postback,
  PostbackRequest,
  Refused,
  Secrets,
  Setup,
  SignatureCheck,
} from './dialect';
import { malformed, type Parameters, readParameters } from './parameters';
import { sampler } from './sample';
import { offersSignature, signWebhook, webhookKey } from './webhook-signature';

const ID = /^[A-Za-z0-9._:-]{1,128}$/;
const TIMESTAMP = /^[1-9][0-9]{9}$/;
const USD = /^(0|[1-9]\d{0,8})(\.\d{1,6})?$/;
const HEX_SHA256 = /^[0-9A-Fa-f]{64}$/;
const STATES: readonly string[] = ['COMPLETED', 'PENDING', 'RECONCILED'] satisfies ConfirmationState[];
const LONGEST_REASON = 500;
const TOLERANCE_SECONDS = 300;

const KNOWN = new Set(['click_id', 'task', 'tx', 'state', 'payout', 'reason', 'ts', 'sig']);

const setup: Setup = {
  urlTemplate: (door) =>
    `${door}?click_id={click_id}&task={task}&tx={transaction}&state={state}&payout={payout}&ts={unix_seconds}&sig={signature}`,
  allowedIpsPreset: [],
  notes: [
    'The names in braces stand for what the advertiser’s server fills in; task, state, payout and reason may be left out.',
    'sig is the hex HMAC-SHA256 over all other parameters, sorted by name, form-encoded and joined by "&".',
    'state is COMPLETED unless it says PENDING or RECONCILED; ts may be five minutes away from our clock.',
    'A JSON body with the same fields may be signed as Standard Webhooks instead.',
  ],
};

export const native: Dialect = {
  name: 'native',
  title: 'Makegood (HMAC-SHA256)',
  confirms: {
    weaknesses: [],
    setup,
    signatureHeaders: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
    read,
    verify,
    sample: sampler({ verify, place: { parameter: 'sig' } }, (what, at) => ({
      added: {
        click_id: what.clickId,
        task: what.taskKey,
        tx: what.transaction,
        state: what.state,
        payout: what.payoutUsd,
        reason: what.reason,
        ts: Math.floor(at.getTime() / 1000).toString(),
      },
    })),
    answer: (outcome, receipt) => ({
      status: 200,
      contentType: 'application/json',
      body: JSON.stringify({ outcome, receipt }),
    }),
  },
};

// ── what it says ────────────────────────────────────────────────────────────

function read(request: PostbackRequest): Postback | Refused {
  const given = readParameters(request);
  if ('refused' in given) return given;
  const misspelt = [...given.keys()].find((key) => !KNOWN.has(key) && KNOWN.has(key.toLowerCase()));
  if (misspelt) return malformed(`Write "${misspelt.toLowerCase()}" instead of "${misspelt}".`);
  return isWebhook(request) && request.rawQuery !== ''
    ? malformed('With a webhook signature everything belongs into the body: it does not cover the query.')
    : (findFault(given, isWebhook(request)) ?? toPostback(given));
}

function findFault(given: Parameters, signedAsWebhook: boolean): Refused | null {
  const { click_id, tx, task, state, payout, reason, ts } = Object.fromEntries(given);
  if (!ID.test(click_id ?? '')) return malformed('"click_id" must be 1 to 128 of A-Z a-z 0-9 . _ : -');
  if (!ID.test(tx ?? '')) return malformed('"tx" must be 1 to 128 of A-Z a-z 0-9 . _ : -');
  if (task !== undefined && !ID.test(task)) return malformed('"task" must be 1 to 128 of A-Z a-z 0-9 . _ : -');
  if (state !== undefined && !STATES.includes(state)) return malformed(`"state" must be one of ${STATES.join(', ')}.`);
  if (payout !== undefined && !USD.test(payout)) return malformed('"payout" must be US dollars like 3.50');
  if (reason !== undefined && reason.length > LONGEST_REASON)
    return malformed('"reason" is longer than 500 characters.');
  if (ts === undefined ? !signedAsWebhook : !TIMESTAMP.test(ts))
    return malformed('"ts" must be unix seconds, ten digits.');
  return null;
}

function toPostback(given: Parameters): Postback {
  return {
    kind: 'confirmation',
    transaction: given.get('tx')!,
    clickId: given.get('click_id')!,
    taskKey: given.get('task') ?? null,
    state: (given.get('state') ?? 'COMPLETED') as ConfirmationState,
    payoutUsd: given.get('payout') ?? null,
    reason: given.get('reason') || null,
  };
}

// ── who says it ─────────────────────────────────────────────────────────────

/** The algorithm is never the caller's choice among weaker and stronger: both ways are HMAC-SHA256 with our secret. */
function verify(request: PostbackRequest, secrets: Secrets, now: Date): SignatureCheck | Refused {
  const live = [secrets.current, secrets.previous].filter(
    (secret): secret is string => !!secret && !!webhookKey(secret),
  );
  // createHmac takes an empty key without a word, and then anybody can sign.
  if (live.length === 0)
    return { refused: 'bad-signature', message: 'This integration has no secret: nothing is accepted.' };
  return isWebhook(request) ? verifyWebhook(request, live, now) : verifyParameters(request, live, now);
}

function isWebhook({ method, headers }: PostbackRequest): boolean {
  return method === 'POST' && headers['webhook-signature'] !== undefined;
}

function verifyParameters(request: PostbackRequest, secrets: string[], now: Date): SignatureCheck | Refused {
  const given = readParameters(request);
  if ('refused' in given) return given;
  const signed = canonical(given);
  const expected = secrets.map((secret) => createHmac('sha256', secret).update(signed).digest());
  const received = given.get('sig');
  return {
    signed,
    expected: expected[0]!.toString('hex'),
    received: received ?? '',
    verdict: received === undefined ? 'unsigned' : verdict(isOneOf(received, expected), given.get('ts') ?? '', now),
    notCovered: [],
  };
}

/** Exported for the simulator and for whoever writes a sender. */
export function canonical(given: Iterable<readonly [string, string]>): string {
  const covered = [...given].filter(([key]) => key !== 'sig').sort(([one], [other]) => (one < other ? -1 : 1));
  return new URLSearchParams(covered.map(([key, value]) => [key, value])).toString();
}

/** Every live secret is compared, and each comparison takes the same time whatever it finds. */
function isOneOf(received: string, expected: readonly Buffer[]): boolean {
  if (!HEX_SHA256.test(received)) return false;
  const bytes = Buffer.from(received, 'hex');
  return expected.map((mine) => timingSafeEqual(mine, bytes)).includes(true);
}

function verifyWebhook(request: PostbackRequest, secrets: string[], now: Date): SignatureCheck | Refused {
  const {
    'webhook-id': id = '',
    'webhook-timestamp': timestamp = '',
    'webhook-signature': received = '',
  } = request.headers;
  const isSignable = ID.test(id) && TIMESTAMP.test(timestamp);
  const expected = secrets.map((secret) => signWebhook(webhookKey(secret)!, id, timestamp, request.rawBody));
  return {
    signed: `${id}.${timestamp}.${Buffer.from(request.rawBody).toString()}`,
    expected: expected[0]!,
    received,
    verdict: verdict(isSignable && offersSignature(received, expected), timestamp, now),
    notCovered: [],
  };
}

function verdict(matches: boolean, timestamp: string, now: Date): 'valid' | 'invalid' | 'stale' {
  if (!matches) return 'invalid';
  const age = Math.abs(Math.floor(now.getTime() / 1000) - Number(timestamp));
  return TIMESTAMP.test(timestamp) && age <= TOLERANCE_SECONDS ? 'valid' : 'stale';
}
