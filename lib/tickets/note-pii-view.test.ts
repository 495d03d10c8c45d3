import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { notePiiView } from '@/lib/tickets/note-pii-view';

await freshDatabase();

const NOON = new Date('2026-11-21T12:00:00Z');
const after = (ms: number) => ({ at: new Date(NOON.getTime() + ms) });
const HOUR = 3600_000;
const view = { subject: 'ticket:MG-7K3F-92QX', agentId: randomUUID(), ip: '192.0.2.7' };

test('what an agent sees of a person is on record once an hour, for each ticket and agent', async () => {
  expect(await notePiiView(view, after(0))).toBe(true);
  expect(await notePiiView(view, after(HOUR - 1))).toBe(false);
  expect(await notePiiView(view, after(HOUR))).toBe(true);
  expect(await notePiiView({ ...view, agentId: randomUUID() }, after(HOUR))).toBe(true);
  expect(await notePiiView({ ...view, subject: 'mail:01990000' }, after(HOUR))).toBe(true);
  const entries = await db.query(sql`
    SELECT action, actor_kind, subject, ip FROM audit_entry WHERE actor_id = ${view.agentId} ORDER BY at, id LIMIT 1`);
  expect(entries).toEqual([{ action: 'pii-viewed', actorKind: 'AGENT', subject: 'ticket:MG-7K3F-92QX', ip: view.ip }]);
});

test('two pages that open at once write one entry', async () => {
  const other = { ...view, agentId: randomUUID() };
  const noted = await Promise.all(Array.from({ length: 6 }, () => notePiiView(other, after(0))));
  expect(noted.filter(Boolean)).toEqual([true]);
});
