import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { auditEntries } from '@/lib/foundation/audit';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { answering } from '@/lib/foundation/request';
import { sealAudit, verifyAudit } from '@/lib/reports/seal-audit';

await freshDatabase();

const actor = { kind: 'AUTO', id: null } as const;
const NOON = new Date('2026-11-21T12:00:00Z');
const after = (ms: number) => new Date(NOON.getTime() + ms);

const write = (names: string[], at: Date) =>
  inTransaction(
    (tx) =>
      auditEntries(
        tx,
        names.map((name) => ({ actor, action: 'try', subject: `thing:${name}`, after: { name } })),
      ),
    { at },
  );

test('entries of one order are one statement, in their order, and bear the request that asked', async () => {
  const trace = { requestId: 'r-1', ip: '192.0.2.7' };
  const batchId = '00000000-0000-7000-8000-000000000001';
  const entries = ['a', 'b'].map((name) => ({ actor, action: 'order', subject: `thing:${name}`, batchId }));
  const ids = await answering(trace, () => inTransaction((tx) => auditEntries(tx, entries), { at: after(-3600_000) }));
  const rows = await db.query(sql`
    SELECT id, subject, ip, request_id, batch_id, before, after FROM audit_entry WHERE action = 'order' ORDER BY subject`);
  expect(rows).toEqual([
    { id: ids[0], subject: 'thing:a', ip: '192.0.2.7', requestId: 'r-1', batchId, before: null, after: null },
    { id: ids[1], subject: 'thing:b', ip: '192.0.2.7', requestId: 'r-1', batchId, before: null, after: null },
  ]);
  expect(await inTransaction((tx) => auditEntries(tx, []))).toEqual([]);
});

test('what is a minute old is sealed, what is younger is not yet', async () => {
  await write(['one', 'two'], NOON);
  expect(await sealAudit({ at: after(59_999) })).toBe(2);
  expect(await sealAudit({ at: after(60_000) })).toBe(2);
  expect(await sealAudit({ at: after(60_000) })).toBe(0);
  expect(await verifyAudit()).toMatchObject({ intact: true, seals: 2, unsealed: 0 });
});

test('two that seal at once make one chain', async () => {
  await write(['three', 'four', 'five'], after(120_000));
  const sealed = await Promise.all([sealAudit({ at: after(180_000) }), sealAudit({ at: after(180_000) })]);
  expect(sealed.sort()).toEqual([0, 3]);
  expect(await verifyAudit()).toMatchObject({ intact: true, seals: 3 });
});

test('an entry is neither changed nor removed', async () => {
  await expect(db.execute(sql`UPDATE audit_entry SET action = 'other'`)).rejects.toThrow('append-only');
  await expect(db.execute(sql`UPDATE audit_entry SET seal_id = 1 WHERE seal_id = 2`)).rejects.toThrow('append-only');
  await expect(db.execute(sql`DELETE FROM audit_entry`)).rejects.toThrow('append-only');
});

/** As somebody would who owns the database. */
const byForce = (statement: ReturnType<typeof sql>) =>
  inTransaction(async (tx) => {
    await tx.execute(sql`ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only`);
    await tx.execute(statement);
    await tx.execute(sql`ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append_only`);
  });

test('whoever forces it breaks the chain, at the link where it was', async () => {
  await byForce(sql`UPDATE audit_entry SET after = '{"name": "other"}' WHERE subject = 'thing:one'`);
  expect(await verifyAudit()).toMatchObject({ intact: false, brokenAt: { seal: 2n } });
  await byForce(sql`UPDATE audit_entry SET after = '{"name": "one"}' WHERE subject = 'thing:one'`);
  expect(await verifyAudit()).toMatchObject({ intact: true });
});

test('a link that was left out is missed', async () => {
  const [link] = await db.query<{ row: string }>(sql`SELECT s::text AS row FROM audit_seal s WHERE id = 2`);
  await db.execute(sql`DELETE FROM audit_seal WHERE id = 2`);
  expect(await verifyAudit()).toMatchObject({ intact: false, brokenAt: { seal: 3n } });
  await db.execute(sql`INSERT INTO audit_seal SELECT (${link!.row}::audit_seal).*`);
  expect(await verifyAudit()).toMatchObject({ intact: true });
});

test('retention takes whole links from the oldest on, and the chain goes on', async () => {
  const [gone] = await db.query<{ forgotten: number }>(
    sql`SELECT forget_audit_entries(${after(59_999)}, 10) AS forgotten`,
  );
  expect(gone).toEqual({ forgotten: 0 });
  const [two] = await db.query<{ forgotten: number }>(
    sql`SELECT forget_audit_entries(${after(60_000)}, 10) AS forgotten`,
  );
  expect(two).toEqual({ forgotten: 2 });
  expect(await verifyAudit()).toMatchObject({ intact: true, seals: 3 });
  await expect(db.execute(sql`DELETE FROM audit_entry`)).rejects.toThrow('append-only');
});
