/**
 * The rows of the catalogue that every dialect is sent. A row makes its request out of what the network itself would send
 * (`sample`): signed over the bad content where the network would have signed it, altered on the way where it would not.
 * Where a row makes no sense it answers why.
 */
import { randomUUID } from 'node:crypto';
import type { SampleContent, SampleRequest } from '@/lib/dialects/dialect';
import { altered, type Because, type Desk, type Expected, type Row, replaced, type Sent } from './dialect-desk';
import { WHO_SAYS_IT } from './dialect-proofs';

const REFUSED: Expected = { or: ['malformed', 'bad-signature'] };

// ── what is said ────────────────────────────────────────────────────────────

const said = (content: Partial<SampleContent>, expect: Expected) => (desk: Desk) => {
  const request = desk.sample(content);
  return request ? { request, expect } : { because: 'the network never says this' };
};
const saidOfTransaction = (content: Partial<SampleContent>, expect: Expected) => (desk: Desk) =>
  'none' in desk.place.transaction ? { because: desk.place.transaction.none } : said(content, expect)(desk);

function inTurn(desk: Desk, ...turns: [content: Partial<SampleContent>, expect: Expected][]): Sent[] | Because {
  const sent = turns.map(([content, expect]) => ({ request: desk.sample(content), expect }));
  if (sent.some(({ request }) => request === null)) return { because: 'the network never says this' };
  return sent as Sent[];
}

const WHAT_IS_SAID: Row[] = [
  [
    'PB-001 PB-038 the same twice',
    (desk) => {
      const request = desk.sample()!;
      const scanned = { ...request, headers: { ...request.headers, purpose: 'prefetch' } };
      return [
        { request, expect: 'recorded' },
        { request: scanned, expect: 'duplicate' },
      ];
    },
  ],
  [
    'PB-003 the same transaction about another click',
    (desk) => {
      if ('none' in desk.place.transaction) return { because: desk.place.transaction.none };
      const transaction = randomUUID();
      return inTurn(desk, [{ transaction }, 'recorded'], [{ transaction, clickId: desk.otherClick }, 'conflict']);
    },
  ],
  [
    'PB-005 ids that differ in their capitals',
    (desk) => {
      if ('none' in desk.place.transaction) return { because: desk.place.transaction.none };
      const transaction = `a${randomUUID().slice(1)}`;
      return inTurn(desk, [{ transaction }, 'recorded'], [{ transaction: transaction.toUpperCase() }, 'recorded']);
    },
  ],
  ['PB-006 a space before the transaction', saidOfTransaction({ transaction: ` ${randomUUID()}` }, 'malformed')],
  ['PB-006 a space behind it', saidOfTransaction({ transaction: `${randomUUID()} ` }, 'malformed')],
  [
    'PB-007 no transaction',
    (desk) => {
      const { transaction } = desk.place;
      if ('orElse' in transaction && transaction.orElse) return { because: transaction.orElse };
      return saidOfTransaction({ transaction: '' }, 'malformed')(desk);
    },
  ],
  ['PB-007 no click', said({ clickId: '' }, 'malformed')],
  ['PB-008 a transaction of 129 bytes', saidOfTransaction({ transaction: 'x'.repeat(129) }, 'malformed')],
  ['PB-008 a click of 129 bytes', said({ clickId: 'x'.repeat(129) }, 'malformed')],
  ['PB-017 JSON for a click', said({ clickId: '{"not":""}' }, 'malformed')],
  ['PB-018 SQL for a click', said({ clickId: "e1' OR 1=1--" }, 'malformed')],
  ['PB-019 PB-021 a long number that is nobody’s click', said({ clickId: '18446744073709551617' }, 'unmatched')],
  [
    'PB-020 PB-022 a click of another advertiser’s offer',
    (desk) => said({ clickId: desk.foreignClick }, 'not-your-click')(desk),
  ],
  [
    'PB-026 a reversal before its positive',
    (desk) => {
      const transaction = randomUUID();
      const content = { transaction, clickId: desk.otherClick };
      return inTurn(desk, [{ ...content, state: 'RECONCILED' }, 'recorded'], [content, 'recorded']);
    },
  ],
  // A derived transaction may be the one of before, which then said another amount.
  [
    'PB-036 a payout that nobody promised',
    (desk) =>
      said(
        { payoutUsd: '999.00' },
        'none' in desk.place.transaction ? { or: ['recorded', 'conflict'] } : 'recorded',
      )(desk),
  ],
];

// ── what happens on the way ─────────────────────────────────────────────────

const clickIs = (value: string, expect: Expected = 'malformed') =>
  altered((query, { place }) => replaced(query, place.click, () => value), expect);

const WHAT_HAPPENS_ON_THE_WAY: Row[] = [
  ['PB-008 five kilobytes', altered((query) => `${query}&x=${'x'.repeat(5000)}`, 'too-large')],
  ['PB-009 U+0000', clickIs('e1%00x')],
  ['PB-010 a lone surrogate', clickIs('%ED%A0%80')],
  ['PB-010 a byte that is no UTF-8', clickIs('%FF')],
  ['PB-010 half an escape', clickIs('e%4')],
  [
    'PB-013 an array',
    altered((query, { place }) => replaced(query, place.click, String, `${place.click}[]`), 'malformed'),
  ],
  [
    'PB-013 an object',
    altered((query, { place }) => replaced(query, place.click, String, `${place.click}[not]`), 'malformed'),
  ],
  [
    'PB-013 a path',
    altered((query, { place }) => replaced(query, place.click, String, `${place.click}.x`), 'malformed'),
  ],
  [
    'PB-014 other capitals',
    altered((query, { place }) => replaced(query, place.click, String, place.click.toUpperCase()), REFUSED),
  ],
  ['PB-015 U+0000 in a name', altered((query) => `x%00=1&${query}`, 'malformed')],
  [
    'PB-016 a semicolon between parameters',
    altered((query, { place }) => `${place.click}=e1;x=2&${replaced(query, place.click, String, 'x')}`, REFUSED),
  ],
  [
    'PB-029 a state that is none',
    ({ place, ...desk }) => {
      if ('none' in place.state) return { because: place.state.none };
      const { parameter } = place.state;
      const wrong = (query: string) =>
        query.includes(`${parameter}=`)
          ? replaced(query, parameter, () => 'COMPLETED%20')
          : `${parameter}=COMPLETED%20&${query}`;
      return altered(wrong, REFUSED)({ place, ...desk });
    },
  ],
  ['PB-030 a parameter twice', altered((query, { place }) => `${place.click}=e1&${query}`, 'malformed')],
  ['PB-033 a line break', clickIs('US%0d%0aSet-Cookie:x=1')],
  [
    'PB-033 a line break in a field nobody knows',
    altered((query) => `country=US%0d%0aSet-Cookie:x=1&${query}`, 'malformed'),
  ],
  [
    'sixty-five parameters',
    altered((query) => `${Array.from({ length: 65 }, (_, n) => `x${n}=`).join('&')}&${query}`, 'malformed'),
  ],
  ['PB-039 plain text', posted('text/plain')],
  ['PB-039 parts', posted('multipart/form-data; boundary=x')],
  ['PB-039 XML', posted('application/xml')],
  [
    'PB-040 query and body',
    (desk) => {
      const request = desk.sample()!;
      const headers = { ...request.headers, 'content-type': 'application/x-www-form-urlencoded' };
      return { request: { ...request, method: 'POST', headers, body: `${desk.place.click}=e1` }, expect: 'malformed' };
    },
  ],
];

/** Everything in a body of a type that nobody reads; who reads no body at all says so first. */
function posted(type: string) {
  return (desk: Desk): Sent => {
    const { url, headers } = desk.sample()!;
    const [door = '', body = ''] = url.split(/\?(.*)/s);
    const request: SampleRequest = { method: 'POST', url: door, headers: { ...headers, 'content-type': type }, body };
    return { request, expect: { or: ['unsupported-type', 'malformed'] } };
  };
}

export const ROWS: readonly Row[] = [...WHAT_IS_SAID, ...WHAT_HAPPENS_ON_THE_WAY, ...WHO_SAYS_IT];
