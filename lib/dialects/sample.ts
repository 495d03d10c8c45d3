/**
 * Samples: the request that a network would send, so that an operator can try an integration before the network is told of
 * it, and so that the address which we tell them to paste is tried as well. A dialect says what its parameters hold; the
 * template says where they stand.
 *
 * The digest is the one that the dialect's own check expects. That the check expects what the network writes is shown by
 * signatures made without it (the vectors, and those written by hand in the tests).
 */
import {
  type ConfirmationState,
  type Confirms,
  type IntegrationSettings,
  type PostbackRequest,
  type SampleContent,
  type SampleRequest,
  SECRET_PLACE,
} from './dialect';
import { appendParameters, encodeValue } from './template';

type Texts = Readonly<Record<string, string | null | undefined>>;

export type Filling = {
  /** What the network puts in place of its macros, by the parameter they stand in; what it has nothing for stays empty. */
  filled?: Texts;
  /** What it adds by itself, or an operator by the setup's notes. Null adds nothing. */
  added?: Texts;
  /** Parameters which, by the setup's notes, do not stand in the address of this kind of message. */
  leftOut?: readonly string[];
};

/** Where the signature stands. A parameter comes last, whatever the template says: whole addresses are signed up to it. */
export type SignaturePlace = { parameter: string } | { header: string } | null;

type Signing = Pick<Confirms, 'setup' | 'verify'> & { place: SignaturePlace };

const AS_IT_COMES: IntegrationSettings = { statusMap: {}, eventMap: {}, requireSignature: true };

/** A dialect's `sample` out of what its parameters hold; `fill` answers null where the network has no such message. */
export function sampler(
  { setup, verify, place }: Signing,
  fill: (what: SampleContent, at: Date) => Filling | null,
): Confirms['sample'] {
  return (what, secret, door, at) => {
    const filling = fill(what, at);
    if (!filling) return null;
    const url = writeAddress(setup?.urlTemplate(door) ?? door, filling, place, secret);
    const unsigned: SampleRequest = { method: 'GET', url, headers: {}, body: null };
    if (place === null) return unsigned;
    const check = verify(toPostbackRequest(unsigned), { current: secret, previous: null }, at, AS_IT_COMES);
    return 'refused' in check ? null : withSignature(unsigned, place, check.expected);
  };
}

function writeAddress(template: string, filling: Filling, place: SignaturePlace, secret: string): string {
  const { filled = {}, added = {}, leftOut = [] } = filling;
  const [door = '', query] = template.split(/\?(.*)/s);
  const pairs = (query?.split('&') ?? []).flatMap((pair) => {
    const [name = '', value] = pair.split(/=(.*)/s);
    if (leftOut.includes(name) || (place && 'parameter' in place && place.parameter === name)) return [];
    return [`${name}=${encodeValue(value === SECRET_PLACE ? secret : (filled[name] ?? ''))}`];
  });
  const address = pairs.length > 0 ? `${door}?${pairs.join('&')}` : door;
  const more = Object.entries(added).flatMap(([name, value]): [string, string][] =>
    value == null ? [] : [[name, value]],
  );
  return appendParameters(address, more);
}

export function withSignature(
  request: SampleRequest,
  place: Exclude<SignaturePlace, null>,
  signature: string,
): SampleRequest {
  return 'header' in place
    ? { ...request, headers: { ...request.headers, [place.header]: signature } }
    : { ...request, url: appendParameters(request.url, [[place.parameter, signature]]) };
}

/** A sample as it arrives at the door. */
export function toPostbackRequest({ method, url, headers, body }: SampleRequest): PostbackRequest {
  const [door = '', rawQuery = ''] = url.split(/\?(.*)/s);
  return { method, url: door, rawQuery, headers, rawBody: Buffer.from(body ?? '') };
}

// ── what samples hold where nobody said anything ────────────────────────────

export const SAMPLE_USER = 'sample-user';
/** In the publisher's own currency: what a user gets comes from the click. */
export const SAMPLE_REWARD = '150';

/** By their words for a state; null for a state that the network never tells of. */
export function wordFor(words: Readonly<Record<string, ConfirmationState>>, state: ConfirmationState): string | null {
  return Object.keys(words).find((word) => words[word] === state) ?? null;
}

/** The amount as networks write it when they take it back. */
export function signed(amount: string, { state }: SampleContent): string {
  return state === 'RECONCILED' ? `-${amount}` : amount;
}
