import { expect, test } from 'vitest';
import { aCast, confirm, emailKeys, ticketState } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { aLargeTicket, anAgent, eventsOf, setting, versionOf } from '@/e2e/support/desk';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { isRefusal } from '@/lib/rules/refusal';
import { addProof } from '@/lib/tickets/add-proof';
import { assignTicket } from '@/lib/tickets/assign-ticket';
import { carryOutIntent } from '@/lib/tickets/carry-out-intent';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { decideTicket } from '@/lib/tickets/decide-ticket';
import { type Planned, readOpenIntentsOf, wakeIntents } from '@/lib/tickets/intents';
import { dismissFailed, readFailedIntentsOf } from '@/lib/tickets/my-intents';
import { planDecision } from '@/lib/tickets/plan-decision';
import { undoIntent } from '@/lib/tickets/undo-intent';

await freshDatabase();
const cast = await aCast();
const [ada, bob, lea] = [await anAgent('Ada'), await anAgent('Bob'), await anAgent('Lea', 'lead')];

type Answer = Awaited<ReturnType<typeof planDecision>>;

function planned(answer: Answer): Planned {
  if (isRefusal(answer) || 'secondWanted' in answer) throw new Error(JSON.stringify(answer));
  return answer;
}

async function plan(number: string, outcome: 'approve' | 'deny' = 'deny', agentId = ada, at?: Date): Promise<Answer> {
  const reason = outcome === 'approve' ? 'confirmed' : 'terms-not-met';
  return planDecision({ number, outcome, reason, note: null, version: await versionOf(number), agentId }, { at });
}

const undo = (number: string, agentId = ada, intent: string | null = null) =>
  undoIntent({ number, intent, agentId, mayUndoOthers: agentId === lea });

test('for fifteen seconds there is an intent and nothing else: no decision, no e-mail, the status as it was', async () => {
  const { number } = await aLargeTicket(cast, { confirmed: true });
  const before = await ticketState(number);
  const letters = await emailKeys(number);
  const at = new Date();
  const answer = planned(await plan(number, 'approve', ada, at));
  expect(answer).toMatchObject({ undoUntil: new Date(at.getTime() + 15_000), version: before.version + 1 });
  expect(await ticketState(number)).toMatchObject({ status: 'OPEN', version: before.version + 1 });
  expect(await emailKeys(number)).toEqual(letters);
  expect(await readOpenIntentsOf(ada)).toMatchObject([{ id: answer.intent, number, outcome: 'approve' }]);
  expect(await undo(number)).toEqual({ version: before.version + 2 });
});

test.each([
  [-1, 'nothing', 'OPEN'],
  [0, 'done', 'APPROVED'],
] as const)('%s ms after the end of the time it is carried out: %s', async (late, outcome, status) => {
  const { number } = await aLargeTicket(cast, { confirmed: true });
  const { intent, undoUntil } = planned(await plan(number, 'approve'));
  expect(await carryOutIntent(intent, { at: new Date(undoUntil.getTime() + late) })).toBe(outcome);
  expect(await ticketState(number)).toMatchObject({ status });
  expect(await readOpenIntentsOf(ada)).toHaveLength(status === 'OPEN' ? 1 : 0);
  if (status === 'OPEN') await undo(number);
});

test('carried out twice it is done once, and afterwards there is nothing left to take back', async () => {
  const { number } = await aLargeTicket(cast);
  const { intent, undoUntil } = planned(await plan(number));
  const both = await Promise.all([1, 2].map(() => carryOutIntent(intent, { at: undoUntil })));
  expect(both.sort()).toEqual(['done', 'nothing']);
  expect(await emailKeys(number)).toContain('ticket-denied');
  expect(await undo(number)).toMatchObject({ refused: 'too-late', details: { status: 'DENIED' } });
});

test('taken back it leaves a trace and nothing more; the ticket can be decided again', async () => {
  const { number } = await aLargeTicket(cast);
  const { intent, undoUntil } = planned(await plan(number));
  expect(await undo(number, bob)).toMatchObject({ refused: 'not-allowed' });
  expect(await undo(number, ada, '00000000-0000-0000-0000-000000000000')).toMatchObject({ refused: 'too-late' });
  expect(await undo(number, lea, intent)).toMatchObject({ version: await versionOf(number) });
  expect(await carryOutIntent(intent, { at: undoUntil })).toBe('nothing');
  expect((await eventsOf(number)).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['intended', 'undone']));
  planned(await plan(number));
  await undo(number);
});

test('at the very instant of carrying out one of the two wins, and says so', async () => {
  for (let round = 0; round < 8; round += 1) {
    const { number } = await aLargeTicket(cast);
    const { intent, undoUntil } = planned(await plan(number));
    const carrying = () => carryOutIntent(intent, { at: undoUntil });
    const undoing = () => undo(number);
    const [one, other] = round % 2 === 0 ? [carrying(), undoing()] : [undoing(), carrying()];
    const answers = await Promise.all([one, other]);
    const carried = answers.includes('done');
    expect(answers.some((answer) => isRefusal(answer))).toBe(carried);
    expect(await ticketState(number)).toMatchObject({ status: carried ? 'DENIED' : 'OPEN' });
  }
});

test('a colleague is told who is deciding and until when, whatever they wanted to do', async () => {
  const { number } = await aLargeTicket(cast);
  const { undoUntil, version } = planned(await plan(number));
  const busy = { refused: 'being-decided', details: { by: 'Ada', until: undoUntil.toISOString(), version } };
  expect(await plan(number, 'deny', bob)).toMatchObject(busy);
  expect(await assignTicket({ number, assigneeId: bob, version, agentId: bob })).toMatchObject(busy);
  const api = { kind: 'API' as const, id: 'key' };
  const ruling = { number, outcome: 'deny' as const, reason: 'x', note: null, version, actor: api };
  expect(await decideTicket(ruling)).toMatchObject(busy);
  await undo(number);
});

test('of two agents who press at once one has an intent, the other is told', async () => {
  const { number } = await aLargeTicket(cast);
  const version = await versionOf(number);
  const press = (agentId: string) =>
    planDecision({ number, outcome: 'deny', reason: 'terms-not-met', note: null, version, agentId });
  const answers = await Promise.all([press(ada), press(bob), press(ada)]);
  expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(1);
  expect(answers.filter(isRefusal).map(({ refused }) => refused)).toEqual(['version-changed', 'version-changed']);
  await undo(number, lea);
});

test('the automation leaves a ticket alone that is being decided, and one on hold', async () => {
  const { number } = await aLargeTicket(cast, { usd: 3 });
  planned(await plan(number));
  await db.execute(sql`UPDATE ticket SET touched_at = NULL WHERE number = ${number}`);
  await decideDueTickets();
  expect(await ticketState(number)).toMatchObject({ status: 'OPEN' });
  await undo(number);
  await db.execute(sql`
    UPDATE ticket SET touched_at = NULL, held_at = now(), held_reason = 'Outage' WHERE number = ${number}`);
  await decideDueTickets();
  expect(await ticketState(number)).toMatchObject({ status: 'OPEN' });
  await db.execute(sql`UPDATE ticket SET held_at = NULL, held_reason = NULL WHERE number = ${number}`);
  await decideDueTickets();
  expect(await ticketState(number)).toMatchObject({ status: 'DENIED' });
});

test('a confirmation that arrives meanwhile approves; the denial fails, and its agent is told until they have seen it', async () => {
  const { number, click } = await aLargeTicket(cast, { usd: 3 });
  const { intent, undoUntil } = planned(await plan(number));
  await confirm(cast, click);
  expect(await ticketState(number)).toMatchObject({ status: 'APPROVED' });
  expect(await carryOutIntent(intent, { at: undoUntil })).toBe('failed');
  expect(await ticketState(number)).toMatchObject({ status: 'APPROVED' });
  expect(await readFailedIntentsOf(ada)).toMatchObject([{ number, failure: 'version-changed', outcome: 'deny' }]);
  expect(await dismissFailed(bob, intent, new Date())).toBe(false);
  expect(await dismissFailed(ada, intent, new Date())).toBe(true);
  expect(await readFailedIntentsOf(ada)).toEqual([]);
});

test('above the limit a confirmation decides nothing, but a denial that did not know of it fails', async () => {
  const { number, click } = await aLargeTicket(cast);
  const { intent, undoUntil } = planned(await plan(number));
  await confirm(cast, click);
  expect(await carryOutIntent(intent, { at: undoUntil })).toBe('failed');
  expect(await ticketState(number)).toMatchObject({ status: 'OPEN' });
  const again = planned(await plan(number));
  expect(await carryOutIntent(again.intent, { at: again.undoUntil })).toBe('done');
  const [failed] = await readFailedIntentsOf(ada);
  expect(failed).toMatchObject({ failure: 'confirmed-meanwhile' });
  await dismissFailed(ada, intent, new Date());
});

test('the user’s last words are read before anything is decided', async () => {
  const { number, userId } = await aLargeTicket(cast);
  const { intent, undoUntil } = planned(await plan(number));
  await addProof(userId, number, { text: 'Here is my level.' });
  expect(await carryOutIntent(intent, { at: undoUntil })).toBe('failed');
  expect(await ticketState(number)).toMatchObject({ status: 'OPEN' });
  await dismissFailed(ada, intent, new Date());
});

test('an intent whose job was lost is knocked for again a minute later', async () => {
  const { number } = await aLargeTicket(cast);
  const { intent, undoUntil } = planned(await plan(number));
  const jobs = () =>
    db.query<{ runAt: Date }>(sql`SELECT run_at FROM graphile_worker.jobs WHERE key = ${`intent:${intent}`}`);
  expect(await jobs()).toEqual([{ runAt: undoUntil }]);
  await db.query(sql`SELECT graphile_worker.remove_job(${`intent:${intent}`})`);
  await inTransaction(wakeIntents, { at: undoUntil });
  expect(await jobs()).toEqual([]);
  const later = new Date(undoUntil.getTime() + 60_000);
  await inTransaction(wakeIntents, { at: later });
  expect(await jobs()).toEqual([{ runAt: later }]);
  expect(await carryOutIntent(intent, { at: later })).toBe('done');
});

test.each([
  [0, 0],
  [60, 60],
  [61, 60],
  [-1, 0],
])('undoSeconds %s is %s seconds', async (given, seconds) => {
  await setting('undoSeconds', given);
  const { number } = await aLargeTicket(cast);
  const at = new Date();
  const { undoUntil } = planned(await plan(number, 'deny', ada, at));
  expect(undoUntil.getTime() - at.getTime()).toBe(seconds * 1000);
  await undo(number);
  await db.execute(sql`DELETE FROM setting WHERE key = 'undoSeconds'`);
});

test('without a confirmation nobody gets as far as an intent', async () => {
  const { number } = await aLargeTicket(cast);
  expect(await plan(number, 'approve')).toMatchObject({ refused: 'not-confirmed' });
  expect(await readOpenIntentsOf(ada)).toEqual([]);
});
