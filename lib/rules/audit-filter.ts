/** What of the audit log is shown or exported, as it stands in the address. What cannot exist finds nothing, never everything. */
import { readInstant, writeInstant } from '@/lib/rules/receipt-filter';
import { readTicketNumber } from '@/lib/rules/ticket-number';

export type AuditFilter = {
  /** An agent's or key's id, a network's key, or one of `ACTOR_KINDS`. */
  actor: string | null;
  action: string | null;
  /** `kind:key`; a ticket's number alone is its ticket. */
  subject: string | null;
  ip: string | null;
  batch: string | null;
  /** From this instant on, and up to (without) that one. */
  from: Date | null;
  to: Date | null;
};

export const ACTOR_KINDS = ['AGENT', 'API', 'AUTO', 'NETWORK', 'ADVERTISER'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

type Given = Readonly<Record<string, string | string[] | undefined>>;

export function readAuditFilter(given: Given): AuditFilter {
  const text = (name: string) => storable(([given[name]].flat()[0] ?? '').trim().slice(0, 200)) || null;
  return {
    actor: text('actor'),
    action: text('action'),
    subject: asSubject(text('subject')),
    ip: text('ip'),
    batch: text('batch'),
    from: readInstant(text('from') ?? ''),
    to: readInstant(text('to') ?? ''),
  };
}

function asSubject(text: string | null): string | null {
  const number = text && readTicketNumber(text);
  return number ? `ticket:${number}` : text;
}

/** PostgreSQL knows no U+0000 and no half characters. */
function storable(text: string): string {
  return text.toWellFormed().replace(/\p{Cc}/gu, '\ufffd');
}

/** The filter as parameters of an address, those that say something. */
export function auditQuery({ from, to, ...texts }: AuditFilter): URLSearchParams {
  const pairs = { ...texts, from: from && writeInstant(from), to: to && writeInstant(to) };
  return new URLSearchParams(Object.entries(pairs).filter((pair): pair is [string, string] => pair[1] !== null));
}

/** Where what an entry is about has a page. */
const PAGES: Record<string, (key: string) => string> = {
  ticket: (key) => `/console/tickets/${key}`,
  app: (key) => `/console/apps/${key}`,
  integration: (key) => `/console/integrations/${key}`,
  mail: (key) => `/console/suspended/${key}`,
};

export function subjectPage(subject: string): string | null {
  const [kind = '', ...key] = subject.split(':');
  return Object.hasOwn(PAGES, kind) ? PAGES[kind]!(encodeURIComponent(key.join(':'))) : null;
}
