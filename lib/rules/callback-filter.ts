/**
 * What of an app's callbacks is shown, or replayed, as it stands in the address. Words that nobody knows are left out; a user
 * or ticket that cannot exist stays, and finds nothing: a mistyped one must not become everybody's.
 */
import { readInstant, writeInstant } from '@/lib/rules/receipt-filter';
import { readTicketNumber } from '@/lib/rules/ticket-number';

export const CALLBACK_STATUSES = ['PENDING', 'ACKNOWLEDGED', 'FAILED', 'CANCELLED'] as const;
export type CallbackStatus = (typeof CALLBACK_STATUSES)[number];

export const CALLBACK_KINDS = ['REWARD', 'REVERSAL', 'PENDING', 'ACTIVITY'] as const;
export type CallbackKind = (typeof CALLBACK_KINDS)[number];

export type CallbackFilter = {
  status: CallbackStatus | null;
  kind: CallbackKind | null;
  /** The user's id in the game. */
  user: string | null;
  ticket: string | null;
  /** From this instant on, and up to (without) that one. */
  from: Date | null;
  to: Date | null;
};

type Given = Readonly<Record<string, string | string[] | undefined>>;

export function readCallbackFilter(given: Given): CallbackFilter {
  const text = (name: string) => ([given[name]].flat()[0] ?? '').trim().slice(0, 128);
  return {
    status: CALLBACK_STATUSES.find((one) => one === text('status')) ?? null,
    kind: CALLBACK_KINDS.find((one) => one === text('kind')) ?? null,
    user: storable(text('user')) || null,
    ticket: (readTicketNumber(text('ticket')) ?? storable(text('ticket'))) || null,
    from: readInstant(text('from')),
    to: readInstant(text('to')),
  };
}

/** PostgreSQL knows no U+0000 and no half characters. */
function storable(text: string): string {
  return text.toWellFormed().replace(/\p{Cc}/gu, '\ufffd');
}

/** The filter as parameters of an address, those that say something. */
export function callbackQuery({ status, kind, user, ticket, from, to }: CallbackFilter): URLSearchParams {
  const pairs = { status, kind, user, ticket, from: from && writeInstant(from), to: to && writeInstant(to) };
  return new URLSearchParams(Object.entries(pairs).filter((pair): pair is [string, string] => pair[1] !== null));
}

export function isNarrowed(filter: CallbackFilter): boolean {
  return callbackQuery(filter).size > 0;
}
