import { expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser, DAY } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { aLargeTicket, anAgent, versionOf } from '@/e2e/support/desk';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { isRefusal } from '@/lib/rules/refusal';
import { addNote } from '@/lib/tickets/add-note';
import { forgetOldDrafts, readAgentDrafts, saveAgentDraft } from '@/lib/tickets/agent-drafts';
import { carryOutIntent } from '@/lib/tickets/carry-out-intent';
import { planDecision } from '@/lib/tickets/plan-decision';

await freshDatabase();
const cast = await aCast();

async function aCase() {
  const userId = await aUser(cast);
  const { number } = await aTicket(userId, await aClick(userId, await anOffer(cast)));
  const [row] = await inTransaction((tx) =>
    tx.query<{ id: string }>(sql`SELECT id FROM ticket WHERE number = ${number}`),
  );
  return { number, id: row!.id, agentId: await anAgent('Ada') };
}

test('each box of each agent has a draft of its own, and the last words count', async () => {
  const { number, id, agentId } = await aCase();
  await saveAgentDraft({ number, agentId, kind: 'note', body: 'Asked the acc' });
  await saveAgentDraft({ number, agentId, kind: 'note', body: 'Asked the account manager' });
  await saveAgentDraft({ number, agentId, kind: 'ask', body: 'Which level?' });
  expect(await readAgentDrafts(id, agentId)).toMatchObject({
    note: { body: 'Asked the account manager' },
    ask: { body: 'Which level?' },
  });
  expect(await readAgentDrafts(id, await anAgent('Bob'))).toEqual({});
});

test('an emptied box keeps nothing', async () => {
  const { number, id, agentId } = await aCase();
  await saveAgentDraft({ number, agentId, kind: 'ask', body: 'Which level?' });
  expect(await saveAgentDraft({ number, agentId, kind: 'ask', body: ' \n' })).toEqual({ savedAt: null });
  expect(await readAgentDrafts(id, agentId)).toEqual({});
});

test('a note that is added takes its draft with it, and no other', async () => {
  const { number, id, agentId } = await aCase();
  await saveAgentDraft({ number, agentId, kind: 'note', body: 'Asked the account manager' });
  await saveAgentDraft({ number, agentId, kind: 'deny', body: 'Level 9 is not level 10' });
  await addNote({ number, body: 'Asked the account manager', agentId });
  expect(Object.keys(await readAgentDrafts(id, agentId))).toEqual(['deny']);
});

test('what no text can hold is left out, and what is too long is cut', async () => {
  const { number, id, agentId } = await aCase();
  await saveAgentDraft({ number, agentId, kind: 'note', body: `a\u0000b${'x'.repeat(5_000)}` });
  const { note } = await readAgentDrafts(id, agentId);
  expect(note!.body).toMatch(/^abx+$/);
  expect(note!.body).toHaveLength(4_000);
});

test('a box that does not exist, and a ticket that does not, are refused', async () => {
  const { number, agentId } = await aCase();
  expect(await saveAgentDraft({ number, agentId, kind: 'diary', body: 'x' })).toMatchObject({ refused: 'malformed' });
  const nowhere = { number: 'MG-0000-0000', agentId, kind: 'note', body: 'x' };
  expect(await saveAgentDraft(nowhere)).toMatchObject({ refused: 'not-found' });
});

test('a draft of fifteen days is kept, an older one is not', async () => {
  const now = new Date();
  const { number, id, agentId } = await aCase();
  const written = (ago: number) => ({ at: new Date(now.getTime() - ago) });
  await saveAgentDraft({ number, agentId, kind: 'note', body: 'kept' }, written(15 * DAY));
  await saveAgentDraft({ number, agentId, kind: 'ask', body: 'gone' }, written(15 * DAY + 1));
  await inTransaction(forgetOldDrafts, { at: now });
  expect(Object.keys(await readAgentDrafts(id, agentId))).toEqual(['note']);
});

test('the words of a decision are kept while it can be taken back, and go when it is carried out', async () => {
  const { number, click } = await aLargeTicket(cast, { confirmed: true });
  const agentId = await anAgent('Ada');
  const [row] = await db.query<{ id: string }>(
    sql`SELECT id FROM ticket WHERE number = ${number} AND click_id = ${click}`,
  );
  const words = { number, agentId, kind: 'deny', body: 'Level 9 is not level 10' };
  await saveAgentDraft(words);
  const ruling = { number, outcome: 'deny', reason: 'terms-not-met', note: words.body, agentId } as const;
  const planned = await planDecision({ ...ruling, version: await versionOf(number) });
  if (isRefusal(planned) || !('intent' in planned)) throw new Error('not planned');
  expect(await readAgentDrafts(row!.id, agentId)).toMatchObject({ deny: { body: words.body } });
  const at = planned.undoUntil;
  expect(await carryOutIntent(planned.intent, { at })).toBe('done');
  expect(await readAgentDrafts(row!.id, agentId)).toEqual({});
});
