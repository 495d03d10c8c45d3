/** A list as a file: the same tickets in the same order, page by page; addresses and users only for those who may see them. */

import { auditEntries } from '@/lib/foundation/audit';
import { inTransaction } from '@/lib/foundation/db';
import type { CsvCell } from '@/lib/rules/csv';
import { maskAddress } from '@/lib/rules/email-address';
import { formatUsd } from '@/lib/rules/money';
import { isRefusal } from '@/lib/rules/refusal';
import { type Asked, listQueue } from '@/lib/tickets/list-queue';
import type { QueueRow } from '@/lib/tickets/queue-row';

export const EXPORT_HEADING = [
  'number',
  'status',
  'round',
  'offer',
  'steps',
  'advertiser',
  'app',
  'value_usd',
  'opened_at',
  'due_at',
  'breach_at',
  'decided_at',
  'assignee',
  'tags',
  'screenshots',
  'user',
  'address',
];

const PAGE = 500;

/** Whoever takes a list out of the house leaves a trace. */
export async function noteExport(agentId: string, asked: { queue: string; q: string }): Promise<void> {
  await inTransaction(async (tx) => {
    const actor = { kind: 'AGENT' as const, id: agentId };
    await auditEntries(tx, [
      { actor, action: 'export-tickets', subject: `queue:${asked.queue}`, after: { search: asked.q } },
    ]);
  });
}

export async function* exportQueue(asked: Asked, maySeePeople: boolean, now: Date): AsyncGenerator<CsvCell[][]> {
  let cursor: string | null = null;
  do {
    const page = await listQueue({ ...asked, cursor, limit: PAGE }, now);
    if (isRefusal(page)) throw new Error(page.message);
    yield page.rows.map((row) => cellsOf(row, maySeePeople));
    cursor = page.next;
  } while (cursor !== null);
}

function cellsOf(row: QueueRow, maySeePeople: boolean): CsvCell[] {
  return [
    row.number,
    row.status,
    row.round,
    row.offerTitle,
    row.steps.join(', '),
    row.advertiserName,
    row.appName,
    formatUsd(row.valueMicros),
    row.openedAt,
    row.dueAt,
    row.breachAt,
    row.decidedAt,
    row.assigneeName,
    row.tags.join(', '),
    row.screenshots,
    maySeePeople ? row.externalUserId : '',
    maySeePeople ? row.address : maskAddress(row.address),
  ];
}
