/** The rows about who says it: every network's proof, left out, bent, doubled or made by somebody else. */
import { randomUUID } from 'node:crypto';
import type { SampleRequest } from '@/lib/dialects/dialect';
import { altered, type Desk, type Expected, type Row, replaced } from './dialect-desk';

/** The request with another proof, or (null) without one. */
function proven(desk: Desk, change: (proof: string) => string | null, request = desk.sample()!): SampleRequest {
  const { proof } = desk.place;
  if ('header' in proof) {
    const { [proof.header]: value = '', ...rest } = request.headers;
    const other = change(value);
    return { ...request, headers: other === null ? rest : { ...rest, [proof.header]: other } };
  }
  const name = 'parameter' in proof ? proof.parameter : proof.token;
  const [door = '', query = ''] = request.url.split(/\?(.*)/s);
  const pairs = query.split('&').flatMap((pair) => {
    if (!pair.startsWith(`${name}=`)) return [pair];
    const other = change(pair.slice(name.length + 1));
    return other === null ? [] : [`${name}=${other}`];
  });
  return { ...request, url: `${door}?${pairs.join('&')}` };
}
const forged =
  (change: (proof: string) => string | null, expect: Expected = 'bad-signature') =>
  (desk: Desk) => ({
    request: proven(desk, change),
    expect,
  });

export const WHO_SAYS_IT: Row[] = [
  ['SG-002 no proof', forged(() => null)],
  ['SG-002 an empty one', forged(() => '')],
  ['SG-003 zeros', forged((proof) => '0'.repeat(proof.length))],
  [
    'SG-004 the click is covered',
    (desk) => {
      if ('token' in desk.place.proof) return { because: 'a token in the address covers nothing, hence is weak' };
      if (desk.confirms.weaknesses.includes('click-not-covered'))
        return { because: 'its signature does not cover the click, hence is weak' };
      return altered(
        (query, { place }) =>
          replaced(query, place.click, (value) => value.replace(/.$/, (last) => (last === '7' ? '8' : '7'))),
        'bad-signature',
      )(desk);
    },
  ],
  ['SG-007 a byte less', forged((proof) => encodeURIComponent(decodeURIComponent(proof).slice(0, -2)))],
  ['SG-007 a byte more', forged((proof) => `${proof}00`)],
  [
    'SG-008 two proofs',
    (desk) => {
      if ('header' in desk.place.proof)
        return { request: proven(desk, (proof) => `${proof}, ${proof}`), expect: 'bad-signature' };
      const name = 'parameter' in desk.place.proof ? desk.place.proof.parameter : desk.place.proof.token;
      return { request: proven(desk, (proof) => `${proof}&${name}=${proof}`), expect: 'malformed' };
    },
  ],
  [
    'SG-010 an algorithm of the caller’s choice',
    (desk) => {
      const request = proven(desk, () => '0'.repeat(32));
      return { request: { ...request, url: request.url.replace('?', '?alg=none&') }, expect: 'bad-signature' };
    },
  ],
  [
    'SG-014 the secret of another source',
    (desk) => ({ request: desk.sample({}, randomUUID().repeat(2))!, expect: 'bad-signature' }),
  ],
  [
    'SG-006 another spelling of the same bytes',
    (desk) => {
      const isBase64 = (proof: string) => /[G-Zg-z_+/-]|%2B|%2F|%3D/.test(proof);
      if ('token' in desk.place.proof) return { because: 'a token is compared as it stands' };
      let found = false;
      const request = proven(desk, (proof) => {
        found = isBase64(proof);
        return `${proof.replace(/(%3D)+$/, '')}!!!!`;
      });
      return found ? { request, expect: 'bad-signature' } : { because: 'its digest is hex' };
    },
  ],
];
