/**
 * Unity Ads, server-to-server redeem callbacks. `hmac` = hex HMAC-MD5(secret, "key=value" of every parameter but itself,
 * sorted by key and joined by a comma). A value that holds a comma could be read as two parameters, so none may.
 *
 * `oid` is the order, "unique"; `sid` is "the user id or any custom data you want to pass": our click, unless the address
 * has a `click_id` of its own. The answer is 200 with the body "1", "errors with a readable text". An order that comes twice
 * is answered with "1" as well: it has been kept, and the first answer may have been lost on its way.
 */
import { plain, readQuery, taskByMap, toConfirmation } from './confirmation';
import type {
  Answer,
  Dialect,
  IntegrationSettings,
  Notice,
  PostbackRequest,
  Refused,
  Secrets,
  Setup,
  SignatureCheck,
  TurnedAway,
} from './dialect';
import { checkHmac } from './digest';
import { malformed, type Parameters } from './parameters';
import { sampler } from './sample';

const setup: Setup = {
  urlTemplate: (door) => door,
  allowedIpsPreset: [],
  notes: [
    'Send this address to Unity’s support, who answer with the secret.',
    'Set our click id as the server id (gamerSid, setServerId) before the ad is shown: it arrives as sid.',
    'Fixed parameters of the address (productid=…) can be mapped to a task.',
    'Unity publishes the addresses of its callbacks monthly: enter the current ones by hand.',
  ],
};

const sample = sampler({ setup, verify, place: { parameter: 'hmac' } }, (what) =>
  what.state === 'COMPLETED' ? { added: { productid: what.taskKey, sid: what.clickId, oid: what.transaction } } : null,
);

export const unityads: Dialect = {
  name: 'unityads',
  title: 'Unity Ads',
  confirms: { weaknesses: [], setup, read, verify, sample, answer: () => plain('1'), refusal },
};

function read(request: PostbackRequest, settings: IntegrationSettings): Notice | Refused {
  const given = readUnambiguous(request);
  if ('refused' in given) return given;
  const click = given.has('click_id') ? 'click_id' : 'sid';
  return toConfirmation({
    transaction: ['oid', given.get('oid')],
    clickId: [click, given.get(click)],
    taskKey: taskByMap(settings, given.get('productid')),
    state: 'COMPLETED',
  });
}

function readUnambiguous(request: PostbackRequest): Parameters | Refused {
  const given = readQuery(request);
  if ('refused' in given) return given;
  const ambiguous = [...given].find(([, value]) => value.includes(','));
  return ambiguous ? malformed(`"${ambiguous[0]}" may not hold a comma: it separates the signed parameters.`) : given;
}

function verify(request: PostbackRequest, secrets: Secrets): SignatureCheck | Refused {
  const given = readUnambiguous(request);
  if ('refused' in given) return given;
  const signed = [...given]
    .filter(([key]) => key !== 'hmac')
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  return checkHmac('md5', signed, { received: given.get('hmac'), notCovered: [] }, secrets);
}

function refusal({ status, message, receiptId }: TurnedAway): Answer {
  return plain(`${message} (${receiptId})`, status);
}
