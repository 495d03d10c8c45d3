/** The audit log as lines of a file, a helping at a time, so that a long one costs no memory. */
import { auditEntries } from '@/lib/foundation/audit';
import { inTransaction } from '@/lib/foundation/db';
import { type AuditLine, exportAudit } from '@/lib/reports/audit-log';
import { type AuditFilter, auditQuery } from '@/lib/rules/audit-filter';
import { csvLines } from '@/lib/rules/csv';

const FORMATS = ['csv', 'jsonl'] as const;
export type AuditFormat = (typeof FORMATS)[number];

export function isAuditFormat(text: string): text is AuditFormat {
  return FORMATS.some((format) => format === text);
}

const HEADINGS = [
  ...['at', 'actor_kind', 'actor_id', 'actor_name', 'action', 'subject', 'before', 'after'],
  ...['ip', 'request_id', 'batch_id', 'seal_id', 'id'],
];

export async function* auditFileLines(filter: AuditFilter, format: AuditFormat, upto: Date): AsyncGenerator<string> {
  if (format === 'csv') yield csvLines([HEADINGS]);
  for await (const lines of exportAudit(filter, upto)) {
    yield format === 'csv' ? csvLines(lines.map(cellsOf)) : lines.map(jsonOf).join('');
  }
}

function cellsOf(line: AuditLine) {
  const { at, actorKind, actorId, actorName, action, subject, before, after, ip, requestId, batchId, sealId, id } =
    line;
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  return [
    ...[at, actorKind, actorId, actorName, action, subject, json(before), json(after)],
    ...[ip, requestId, batchId, sealId, id],
  ];
}

function jsonOf(line: AuditLine): string {
  return `${JSON.stringify({ ...line, sealId: line.sealId === null ? null : String(line.sealId) })}\n`;
}

/** Who took the log out of the house, and how much of it. */
export async function recordAuditExport(agentId: string, filter: AuditFilter, format: AuditFormat): Promise<void> {
  const after = { format, filter: auditQuery(filter).toString() };
  await inTransaction((tx) =>
    auditEntries(tx, [{ actor: { kind: 'AGENT', id: agentId }, action: 'export-audit', subject: 'audit', after }]),
  );
}
