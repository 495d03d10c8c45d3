/** Whether a request is what its integration would send, and how far it can be believed. Pure. */
import type { Confirms, Notice, PostbackRequest } from '@/lib/dialects/dialect';
import { trustWhenSigned } from '@/lib/dialects/trust';
import type { Integration } from '@/lib/postbacks/read-integration';
import type { Trust } from '@/lib/postbacks/store-postbacks';
import { isListed } from '@/lib/rules/address-list';
import { type Refusal, refuse } from '@/lib/rules/refusal';

/** What a refused request seems to say is kept with it: nobody believes it, but an agent may want to know. */
export type Proof = { notice: Notice; trust: Trust } | { notice: Notice | null; refusal: Refusal };

export function prove(
  confirms: Confirms,
  integration: Integration,
  request: PostbackRequest,
  remoteIp: string | null,
  now: Date,
): Proof {
  const read = confirms.read(request, integration);
  const [notice, unread] = 'refused' in read ? [null, read] : [read, null];
  const trust = refuseAddress(integration, remoteIp) ?? verify(confirms, integration, request, notice, now);
  // A time that is no time is malformed, not old.
  if (typeof trust !== 'string' && !(unread && trust.refused === 'stale')) return { notice, refusal: trust };
  return notice && typeof trust === 'string' ? { notice, trust } : { notice, refusal: unread! };
}

/** An allow-list is a second factor, never the only one for a dialect that can sign. */
function refuseAddress({ allowedIps }: Integration, remoteIp: string | null): Refusal | null {
  if (allowedIps.length === 0) return null;
  if (remoteIp !== null && isListed(allowedIps, remoteIp)) return null;
  return refuse('address-not-allowed', 'This address is not on the integration’s list.');
}

/** A test pays nothing, and some networks do not sign theirs. */
function verify(
  confirms: Confirms,
  integration: Integration,
  request: PostbackRequest,
  notice: Notice | null,
  now: Date,
): Trust | Refusal {
  const secrets = { current: integration.secret, previous: integration.previousSecret };
  const check = confirms.verify(request, secrets, now, integration);
  if ('refused' in check) return check;
  switch (check.verdict) {
    case 'valid':
      return trustWhenSigned(confirms);
    case 'stale':
      return refuse('stale', 'The timestamp is more than five minutes away from our clock.');
    case 'invalid':
      return refuse('bad-signature', 'The signature does not match.');
    case 'unsigned':
      return confirms.neverSigned || !integration.requireSignature || notice?.kind === 'test'
        ? 'weak'
        : refuse('bad-signature', 'There is no signature, and this integration requires one.');
  }
}
