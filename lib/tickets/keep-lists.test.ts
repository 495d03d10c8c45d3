/** The lists that leads keep: tags and reasons. */
import { describe, expect, test } from 'vitest';
import { aCast, emailKeys } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { aLargeTicket, anAgent, versionOf } from '@/e2e/support/desk';
import { db, sql } from '@/lib/foundation/db';
import { isRefusal } from '@/lib/rules/refusal';
import { carryOutIntent } from '@/lib/tickets/carry-out-intent';
import { archiveTag, mergeTags, readTags, saveTag } from '@/lib/tickets/keep-tags';
import { planDecision } from '@/lib/tickets/plan-decision';
import { readReasons } from '@/lib/tickets/read-reasons';
import { moveReason, readReasonUse, saveReason } from '@/lib/tickets/save-reason';

await freshDatabase();
const cast = await aCast();
const lea = await anAgent('Lea', 'lead');
const actor = { kind: 'AGENT' as const, id: lea };

describe('tags', () => {
  test('are made with one spelling, coloured, put away and brought back', async () => {
    expect(await saveTag('  Big Spender ', 'info', actor)).toEqual({ name: 'big-spender' });
    expect(await saveTag('big-spender', 'wait', actor)).toEqual({ name: 'big-spender' });
    await archiveTag('big-spender', actor);
    const kept = async () => (await readTags()).find(({ name }) => name === 'big-spender');
    expect(await kept()).toMatchObject({ tone: 'wait', archivedAt: expect.any(Date) });
    await saveTag('big-spender', 'wait', actor);
    expect(await kept()).toMatchObject({ archivedAt: null, tickets: 0 });
  });

  test.each([
    ['', 'info'],
    ['-x', 'info'],
    ['a,b', 'info'],
    ['x'.repeat(41), 'info'],
    ['x', 'pink'],
  ])('%s in %s is refused', async (name, tone) => {
    expect(await saveTag(name, tone, actor)).toMatchObject({ refused: 'malformed' });
  });

  test('merged, one takes the other’s tickets and macros, and nobody can choose the first any more', async () => {
    const [one, both] = [await aLargeTicket(cast), await aLargeTicket(cast)];
    await db.execute(sql`UPDATE ticket SET tags = '{fraud}' WHERE number = ${one.number}`);
    await db.execute(sql`UPDATE ticket SET tags = '{fraud,vip}' WHERE number = ${both.number}`);
    const version = await versionOf(one.number);
    expect(await mergeTags('fraud', 'vip', actor)).toEqual({ name: 'vip', tickets: 2 });
    const rows = await db.query(sql`SELECT tags FROM ticket WHERE number IN (${one.number}, ${both.number})`);
    expect(rows).toEqual([{ tags: ['vip'] }, { tags: ['vip'] }]);
    expect(await versionOf(one.number)).toBe(version);
    expect(await mergeTags('vip', 'fraud', actor)).toMatchObject({ refused: 'not-found' });
    expect(await mergeTags('vip', 'vip', actor)).toMatchObject({ refused: 'malformed' });
  });
});

describe('reasons', () => {
  const draft = {
    code: 'other-device',
    outcome: 'deny' as const,
    labels: { en: 'Another device', es: 'Otro dispositivo' },
    texts: { en: 'The offer was completed on another device.', es: 'La oferta se completó en otro dispositivo.' },
  };

  test('are made once, and changed by whoever saw the last version', async () => {
    expect(await saveReason(draft, null, actor)).toEqual({ code: 'other-device' });
    expect(await saveReason(draft, null, actor)).toMatchObject({ refused: 'conflict' });
    expect(await saveReason({ ...draft, labels: { en: 'B', es: 'B' } }, 1, actor)).toEqual({ code: 'other-device' });
    expect(await saveReason(draft, 1, actor)).toMatchObject({ refused: 'version-changed', details: { version: 2 } });
  });

  test('with a promise, a missing label or a code that is none are refused, field by field', async () => {
    const wrong = { ...draft, code: 'No Code', labels: { en: 'x', es: '' }, texts: { en: 'You will get it.', es: '' } };
    expect(await saveReason(wrong, null, actor)).toMatchObject({
      details: {
        faults: { code: { fault: 'code' }, 'label-es': { fault: 'missing' }, 'text-en': { fault: 'promise' } },
      },
    });
  });

  test('give the user their words where the agent writes none, and are counted where they are used', async () => {
    const { number } = await aLargeTicket(cast);
    const plan = { number, outcome: 'deny' as const, version: await versionOf(number), agentId: lea };
    expect(await planDecision({ ...plan, reason: 'other', note: null })).toMatchObject({
      fields: { note: expect.any(String) },
    });
    expect(await planDecision({ ...plan, reason: 'no-such-reason', note: null })).toMatchObject({
      fields: { reason: expect.any(String) },
    });
    const planned = await planDecision({ ...plan, reason: 'after-deadline', note: null });
    if (isRefusal(planned) || 'secondWanted' in planned) throw new Error(JSON.stringify(planned));
    await carryOutIntent(planned.intent, { at: planned.undoUntil });
    const [decision] = await db.query<{ note: string }>(sql`
      SELECT d.note FROM decision d JOIN ticket t ON t.id = d.ticket_id WHERE t.number = ${number}`);
    expect(decision!.note).toBe('The step was reached after the time that the offer gives for it.');
    expect(await emailKeys(number)).toContain('ticket-denied');
    expect((await readReasonUse()).find(({ code }) => code === 'after-deadline')).toMatchObject({ decisions: 1 });
  });

  test('are put away and moved, except those that the automation denies by', async () => {
    const codes = async () =>
      (await readReasons())
        .filter(({ outcome, archivedAt }) => outcome === 'deny' && !archivedAt)
        .map(({ code }) => code);
    expect((await codes()).slice(0, 2)).toEqual(['not-confirmed', 'rejected']);
    await moveReason('rejected', 1, 'up', actor);
    expect((await codes()).slice(0, 2)).toEqual(['rejected', 'not-confirmed']);
    expect(await moveReason('rejected', 1, 'archive', actor)).toMatchObject({ refused: 'conflict' });
    await moveReason('proof-not-clear', 1, 'archive', actor);
    expect(await codes()).not.toContain('proof-not-clear');
    await moveReason('proof-not-clear', 2, 'restore', actor);
    expect(await codes()).toContain('proof-not-clear');
  });
});
