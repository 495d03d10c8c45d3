import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { type AuditEntry, auditEntries } from '@/lib/foundation/audit';
import { inTransaction } from '@/lib/foundation/db';
import { exportAudit, listAudit, readAuditChoices } from '@/lib/reports/audit-log';
import { readAuditFilter } from '@/lib/rules/audit-filter';
import { type Cursor, readCursor } from '@/lib/rules/cursor';

await freshDatabase();

const NOON = new Date('2026-11-21T12:00:00Z');
const after = (ms: number) => new Date(NOON.getTime() + ms);
const batchId = randomUUID();
const agentId = randomUUID();

const write = (
  entries: Omit<AuditEntry, 'actor'>[],
  at: Date,
  actor: AuditEntry['actor'] = { kind: 'AUTO', id: null },
) =>
  inTransaction(
    (tx) =>
      auditEntries(
        tx,
        entries.map((entry) => ({ actor, ...entry })),
      ),
    { at },
  );

await write(
  Array.from({ length: 120 }, (_, n) => ({ action: 'put-offer', subject: `offer:${n}`, after: { n }, batchId })),
  NOON,
);
await write([{ action: 'put-app', subject: 'app:gems', ip: '192.0.2.7' }], after(1), { kind: 'AGENT', id: agentId });
await write([{ action: 'put-app', subject: 'ticket:MG-7K3F-92QX' }], after(2));

async function all(asked: Record<string, string>): Promise<string[]> {
  const found: string[] = [];
  let before: Cursor | null = null;
  do {
    const page: Awaited<ReturnType<typeof listAudit>> = await listAudit(readAuditFilter(asked), before);
    found.push(...page.shown.map(({ subject }) => subject));
    before = page.nextCursor === null ? null : readCursor(page.nextCursor);
  } while (before);
  return found;
}

test('pages hold every entry once, the newest first, equal instants included', async () => {
  const found = await all({});
  expect(found.slice(0, 2)).toEqual(['ticket:MG-7K3F-92QX', 'app:gems']);
  expect(new Set(found).size).toBe(122);
  expect(found.length).toBe(122);
});

test.each([
  [{ actor: agentId }, 1],
  [{ actor: 'AUTO' }, 121],
  [{ action: 'put-app' }, 2],
  [{ subject: 'app:gems' }, 1],
  [{ ip: '192.0.2.7' }, 1],
  [{ batch: batchId }, 120],
  [{ batch: 'no batch' }, 0],
  [{ actor: "' OR true --" }, 0],
  [{ from: '2026-11-21T12:00', to: '2026-11-21T12:01' }, 122],
  [{ to: '2026-11-21T12:00' }, 0],
])('%o finds %i', async (asked, count) => {
  expect((await all(asked as Record<string, string>)).length).toBe(count);
});

test('an export is the same, up to the instant at which it was asked for', async () => {
  const subjects: string[] = [];
  for await (const lines of exportAudit(readAuditFilter({}), after(1)))
    subjects.push(...lines.map(({ subject }) => subject));
  expect(subjects.length).toBe(121);
  expect(subjects[0]).toBe('app:gems');
});

test('what can be chosen is what there is', async () => {
  expect((await readAuditChoices()).actions).toEqual(['put-app', 'put-offer']);
});
