/**
 * A dialect that an operator defines (custom-definition.ts), as any other: what it says, how it is proven, what it hears,
 * and how far it can be believed, which is derived from its recipe and from nothing that the operator claims.
 */
import { isNegative, isSet, stateBy, taskOf, toConfirmation } from './confirmation';
import type { CustomDefinition } from './custom-definition';
import { coversName, isInQuery, namesOf, placeOf } from './custom-parts';
import { at, type Given, readGiven } from './custom-request';
import { customSample } from './custom-sample';
import { hasOpenBorders, piecesOf, toText, uncoveredNames } from './custom-signed';
import {
  type Answer,
  type ConfirmationState,
  type Confirms,
  type IntegrationSettings,
  type Notice,
  type PostbackRequest,
  type Refused,
  SECRET_PLACE,
  type Secrets,
  type Setup,
  type SignatureCheck,
  type TrustReason,
  type TurnedAway,
} from './dialect';
import { checkHash, checkHmac } from './digest';
import { malformed } from './parameters';
import { checkToken } from './tracker-token';

export function customConfirms(definition: CustomDefinition): Confirms {
  const { signature, answer, refusal } = definition;
  const proof = placeOf(signature);
  const verify: Confirms['verify'] = (request, secrets, now) => check(definition, request, secrets, now);
  return {
    weaknesses: weaknessesOf(definition),
    ...(signature.kind === 'none' && { neverSigned: true }),
    ...(signature.kind === 'token' && { secretParameters: [signature.place.name.split('.').at(-1)!] }),
    signatureHeaders: [proof, definition.timestamp?.place].flatMap((place) =>
      place?.in === 'header' ? place.name : [],
    ),
    setup: setupOf(definition),
    read: (request, settings) => read(definition, request, settings),
    verify,
    sample: customSample(definition, verify),
    answer: (outcome, receipt, notice) => {
      const transaction = notice.kind === 'confirmation' ? notice.transaction : '';
      return say(answer, answer.status, { outcome, receipt, transaction });
    },
    ...(refusal && { refusal: (refused) => refuse(refusal, refused) }),
  };
}

// ── what it says ────────────────────────────────────────────────────────────

function read(definition: CustomDefinition, request: PostbackRequest, settings: IntegrationSettings): Notice | Refused {
  const given = readGiven(definition, request);
  if ('refused' in given) return given;
  const { fields, timestamp } = definition;
  const value = (name: string | null) => (name === null ? undefined : given.parameters.get(name));
  if (isTest(definition, given)) return { kind: 'test' };
  if (timestamp && instantOf(definition, given) === null)
    return malformed(`"${timestamp.place.name}" must be unix ${timestamp.unit}.`);
  const state = stateOf(definition, given, settings);
  if (typeof state !== 'string') return state;
  return toConfirmation({
    transaction: [fields.transaction, value(fields.transaction)],
    clickId: [fields.clickId, value(fields.clickId)],
    taskKey: taskOf(settings, value(fields.task)),
    state,
    ...(fields.payout && { payout: [fields.payout, value(fields.payout)] as const }),
    reason: value(fields.reason),
  });
}

function isTest({ test }: CustomDefinition, { parameters }: Given): boolean {
  const flag = test ? parameters.get(test.name) : undefined;
  return test?.value == null ? isSet(flag) : flag === test.value;
}

function stateOf(
  { fields, states, negativeIsReversal }: CustomDefinition,
  { parameters }: Given,
  settings: IntegrationSettings,
): ConfirmationState | Refused {
  const payout = fields.payout ? parameters.get(fields.payout) : undefined;
  const state = fields.status ? stateBy(states, settings, [fields.status, parameters.get(fields.status)]) : 'COMPLETED';
  if (typeof state !== 'string' || !isNegative(payout)) return state;
  if (negativeIsReversal) return 'RECONCILED';
  return state === 'RECONCILED' ? state : malformed(`"${fields.payout}" is negative, and nothing is taken back.`);
}

// ── who says it ─────────────────────────────────────────────────────────────

function check(
  definition: CustomDefinition,
  request: PostbackRequest,
  secrets: Secrets,
  now: Date,
): SignatureCheck | Refused {
  const given = readGiven(definition, request);
  if ('refused' in given) return given;
  const { signature } = definition;
  const notCovered = uncoveredNames(definition, given);
  if (signature.kind === 'none') return { signed: '', expected: '', received: '', verdict: 'unsigned', notCovered };
  const received = at(signature.place, given);
  if (signature.kind === 'token') return checkToken([received], notCovered, secrets);

  const pieces = piecesOf(definition, request, given);
  if ('refused' in pieces) return pieces;
  const encoding = signature.encoding === 'hex-upper' ? 'hex' : signature.encoding;
  const open = hasOpenBorders(definition) ? ['the borders between the parts'] : [];
  const claim = { received, notCovered: [...notCovered, ...open], encoding };
  const checked =
    signature.kind === 'hmac'
      ? checkHmac(signature.algorithm, toText(pieces, ''), claim, secrets)
      : checkHash(signature.algorithm, [(secret) => toText(pieces, secret)], claim, secrets);
  const isStale = 'verdict' in checked && checked.verdict === 'valid' && !isFresh(definition, given, now);
  return isStale ? { ...checked, verdict: 'stale' } : checked;
}

function isFresh(definition: CustomDefinition, given: Given, now: Date): boolean {
  if (!definition.timestamp) return true;
  const instant = instantOf(definition, given);
  return instant !== null && Math.abs(now.getTime() - instant) <= definition.timestamp.toleranceSeconds * 1000;
}

/** In milliseconds; null for what is no time. */
function instantOf({ timestamp }: CustomDefinition, given: Given): number | null {
  const text = timestamp ? (at(timestamp.place, given) ?? '') : '';
  const isMilliseconds = timestamp?.unit === 'milliseconds';
  if (!(isMilliseconds ? /^[1-9]\d{12}$/ : /^[1-9]\d{9}$/).test(text)) return null;
  return isMilliseconds ? Number(text) : Number(text) * 1000;
}

// ── how far it can be believed ──────────────────────────────────────────────

function weaknessesOf(definition: CustomDefinition): TrustReason[] {
  const { signature, fields, test, negativeIsReversal, reads } = definition;
  if (signature.kind === 'none') return ['unsigned'];
  if (signature.kind === 'token') {
    return [isInQuery(signature.place, reads) ? 'secret-in-url' : 'secret-in-clear'];
  }
  const isOpen = (name: string | null | undefined) => !!name && !coversName(definition, { in: 'parameter', name });
  // Whoever takes the mark of a test away makes a completion of it.
  const isStateOpen = isOpen(fields.status) || isOpen(test?.name) || (negativeIsReversal && isOpen(fields.payout));
  const found: [TrustReason, boolean][] = [
    ['md5', signature.kind === 'hash' && signature.algorithm === 'md5'],
    ['plain-hash', signature.kind === 'hash' && signature.algorithm !== 'md5'],
    ['click-not-covered', isOpen(fields.clickId)],
    ['transaction-not-covered', isOpen(fields.transaction)],
    ['task-not-covered', isOpen(fields.task)],
    ['state-not-covered', isStateOpen],
    ['amount-not-covered', isOpen(fields.payout)],
    ['borders-open', hasOpenBorders(definition)],
  ];
  return found.flatMap(([reason, holds]) => (holds ? [reason] : []));
}

// ── what they are told ──────────────────────────────────────────────────────

function refuse(refusal: NonNullable<CustomDefinition['refusal']>, refused: TurnedAway): Answer {
  const { code, message, receiptId } = refused;
  return say(refusal, refusal.status ?? refused.status, { code, message, receipt: receiptId });
}

function say(
  { contentType, body }: { contentType: string; body: string },
  status: number,
  values: Readonly<Record<string, string>>,
): Answer {
  const escaped = (text: string) => (contentType === 'application/json' ? JSON.stringify(text).slice(1, -1) : text);
  const filled = body.replace(/\{([a-z]+)\}/g, (found, name: string) =>
    Object.hasOwn(values, name) ? escaped(values[name]!) : found,
  );
  return { status, contentType, body: filled };
}

// ── what the operator passes on ─────────────────────────────────────────────

/** The address with every name that is read, each to be filled with the macro of the source. */
function setupOf(definition: CustomDefinition): Setup {
  const { reads, fields, signature } = definition;
  const inQuery = reads === 'query' ? namesOf(definition) : [];
  const proof = placeOf(signature);
  const last = proof && isInQuery(proof, reads) ? [proof.name] : [];
  const place = signature.kind === 'token' ? SECRET_PLACE : null;
  const pairs = [
    ...inQuery.map((name) => `${name}={${name}}`),
    ...last.map((name) => `${name}=${place ?? `{${name}}`}`),
  ];
  return {
    urlTemplate: (door) => (pairs.length > 0 ? `${door}?${pairs.join('&')}` : door),
    allowedIpsPreset: [],
    notes: [`Our click id must come back as "${fields.clickId}".`],
  };
}
