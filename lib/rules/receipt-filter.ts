/** What of an integration's log is shown, as it stands in the address. What cannot be understood is left out and said. */
export const RECEIPT_OUTCOMES = ['recorded', 'duplicate', 'unmatched', 'test', 'noted', 'refused'] as const;
export type ReceiptOutcome = (typeof RECEIPT_OUTCOMES)[number];

/** Why postbacks are refused, the usual ones first. */
export const REFUSED_CODES = [
  'bad-signature',
  'stale',
  'malformed',
  'address-not-allowed',
  'not-your-click',
  'conflict',
  'unknown-integration',
  'too-large',
  'unsupported-type',
] as const;
export type RefusedCode = (typeof REFUSED_CODES)[number];

export type ReceiptFilter = {
  outcome: ReceiptOutcome | null;
  code: RefusedCode | null;
  click: string | null;
  transaction: string | null;
  /** From this instant on, and up to (without) that one. */
  from: Date | null;
  to: Date | null;
};

/** As they stand in addresses and forms. */
export const FILTER_FIELDS = ['outcome', 'code', 'click', 'tx', 'from', 'to'] as const;

type Given = Readonly<Record<string, string | string[] | undefined>>;

export function readReceiptFilter(given: Given): ReceiptFilter {
  const text = (name: string) => ([given[name]].flat()[0] ?? '').trim().slice(0, 128);
  const outcome = RECEIPT_OUTCOMES.find((one) => one === text('outcome')) ?? null;
  const code = REFUSED_CODES.find((one) => one === text('code')) ?? null;
  return {
    // A reason narrows to what was refused.
    outcome: code ? 'refused' : outcome,
    code,
    click: idOf(text('click')),
    transaction: idOf(text('tx')),
    from: readInstant(text('from')),
    to: readInstant(text('to')),
  };
}

/** Nothing that could not have been kept is searched for. */
function idOf(text: string): string | null {
  return /^[\x21-\x7e]{1,128}$/.test(text) ? text : null;
}

/** As `<input type="datetime-local">` writes it, in UTC. */
export function readInstant(text: string): Date | null {
  const found = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::\d{2})?)?$/.exec(text);
  const at = found ? new Date(`${found[1]}T${found[2] ?? '00:00'}Z`) : null;
  return at && !Number.isNaN(at.getTime()) ? at : null;
}

export function writeInstant(at: Date): string {
  return at.toISOString().slice(0, 16);
}

/** The filter as parameters of an address, those that say something. */
export function filterQuery(filter: ReceiptFilter): URLSearchParams {
  const { outcome, code, click, transaction, from, to } = filter;
  const pairs = { outcome, code, click, tx: transaction, from: from && writeInstant(from), to: to && writeInstant(to) };
  return new URLSearchParams(Object.entries(pairs).filter((pair): pair is [string, string] => pair[1] !== null));
}

export function isFiltered(filter: ReceiptFilter): boolean {
  return filterQuery(filter).size > 0;
}

/**
 * Samples that nobody can be paid for have made-up clicks. A click of the operator's own that begins like this would only
 * be left out of the charts.
 */
export const SAMPLE_CLICK = 'sample-';

export function isSampleClick(clickId: string | null): boolean {
  return clickId?.startsWith(SAMPLE_CLICK) ?? false;
}
