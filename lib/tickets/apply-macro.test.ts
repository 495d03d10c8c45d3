/** Macros on tickets: as a whole or not at all, once per version, and never more than the agent may. */
import { expect, test } from 'vitest';
import { aCast, emailKeys, ticketState } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { aLargeTicket, anAgent, eventsOf, versionOf } from '@/e2e/support/desk';
import { db, sql } from '@/lib/foundation/db';
import type { Role } from '@/lib/rules/permissions';
import { isRefusal } from '@/lib/rules/refusal';
import { applyMacro } from '@/lib/tickets/apply-macro';
import { carryOutIntent } from '@/lib/tickets/carry-out-intent';
import { readOpenIntentsOf } from '@/lib/tickets/intents';
import { readMacro, readMacros, type Viewer } from '@/lib/tickets/read-macros';
import { moveMacro, saveMacro } from '@/lib/tickets/save-macro';
import { undoIntent } from '@/lib/tickets/undo-intent';

await freshDatabase();
const cast = await aCast();
type Agent = Viewer & { name: string };
const anAgentNamed = async (name: string, role: 'agent' | 'lead' | 'auditor' = 'agent'): Promise<Agent> => ({
  id: await anAgent(name, role),
  name,
  role: role as Role,
});
const [ada, bob, lea, aud] = [
  await anAgentNamed('Ada Agent'),
  await anAgentNamed('Bob'),
  await anAgentNamed('Lea', 'lead'),
  await anAgentNamed('Aud', 'auditor'),
];

const NOTHING = {
  name: 'M',
  visibility: 'me',
  template: '',
  decision: '',
  reason: '',
  tags: [],
  assignee: '',
  next: 'stay',
};

async function aMacro(what: Partial<Record<keyof typeof NOTHING, unknown>>, by: Viewer = ada): Promise<string> {
  const saved = await saveMacro(null, 0, { ...NOTHING, ...what }, by);
  if (isRefusal(saved)) throw new Error(JSON.stringify(saved));
  return saved.id;
}

const apply = async (number: string, macroId: string, agent: Agent = ada, version?: number) =>
  applyMacro({ number, macroId, agent, version: version ?? (await versionOf(number)) });

const tagsOf = async (number: string) =>
  (
    await db.query<{ tags: string[]; assigneeId: string | null }>(
      sql`SELECT tags, assignee_id FROM ticket WHERE number = ${number}`,
    )
  )[0]!;

const usedOf = async (id: string) => (await readMacro(id, ada))!.used;

const DENY = {
  decision: 'deny',
  reason: 'terms-not-met',
  template: 'About {{offer.title}}: no.',
  tags: ['vip'],
  assignee: 'me',
  next: 'next',
};

test('one press decides, tags and assigns as one change, with the ticket’s own words in it', async () => {
  const { number } = await aLargeTicket(cast);
  const macro = await aMacro(DENY);
  const version = await versionOf(number);
  expect(await apply(number, macro)).toEqual({ version: version + 1, next: 'next' });
  expect(await tagsOf(number)).toEqual({ tags: ['vip'], assigneeId: ada.id });
  const [intent] = await readOpenIntentsOf(ada.id);
  expect(intent).toMatchObject({ number, kind: 'decide', outcome: 'deny' });
  const [kept] = await db.query<{ note: string }>(
    sql`SELECT payload->>'note' AS note FROM intent WHERE id = ${intent!.id}::uuid`,
  );
  expect(kept!.note).toMatch(/^About (?!\{\{).+: no\.$/);
  expect(await usedOf(macro)).toBe(1);
  expect(await carryOutIntent(intent!.id, { at: intent!.runsAt })).toBe('done');
  expect(await ticketState(number)).toMatchObject({ status: 'DENIED' });
  expect(await emailKeys(number)).toContain('ticket-denied');
});

test('it can be taken back like a decision by hand', async () => {
  const { number } = await aLargeTicket(cast);
  await apply(number, await aMacro({ ...DENY, tags: [], assignee: '' }));
  expect(await undoIntent({ number, intent: null, agentId: ada.id, mayUndoOthers: false })).toMatchObject({
    version: await versionOf(number),
  });
  expect(await ticketState(number)).toMatchObject({ status: 'OPEN' });
});

test('of two agents who press at once one macro is applied, and the other leaves nothing behind', async () => {
  const { number } = await aLargeTicket(cast);
  const [one, other] = [await aMacro(DENY), await aMacro({ template: 'Looked at.', tags: ['fraud'] }, bob)];
  const version = await versionOf(number);
  const answers = await Promise.all([apply(number, one, ada, version), apply(number, other, bob, version)]);
  expect(answers.filter(isRefusal)).toMatchObject([{ refused: 'version-changed' }]);
  expect((await tagsOf(number)).tags).toHaveLength(1);
  expect((await eventsOf(number)).filter(({ kind }) => kind === 'macro')).toHaveLength(1);
  await undoIntent({ number, intent: null, agentId: ada.id, mayUndoOthers: false });
});

test('a refused part refuses the whole: no tag, no assignee, no note, no count', async () => {
  const { number } = await aLargeTicket(cast);
  const macro = await aMacro({ ...DENY, decision: 'approve', reason: 'confirmed', template: '' });
  const before = [await versionOf(number), await tagsOf(number), await eventsOf(number)];
  expect(await apply(number, macro)).toMatchObject({ refused: 'not-confirmed' });
  expect([await versionOf(number), await tagsOf(number), await eventsOf(number)]).toEqual(before);
  expect(await usedOf(macro)).toBe(0);
});

test.each([
  [
    'a tag that was put away',
    sql`UPDATE tag SET archived_at = now() WHERE name = 'vip'`,
    sql`UPDATE tag SET archived_at = NULL`,
  ],
  [
    'a reason that was put away',
    sql`UPDATE denial_reason SET archived_at = now() WHERE code = 'terms-not-met'`,
    sql`UPDATE denial_reason SET archived_at = NULL`,
  ],
])('%s since it was saved refuses it', async (_, away, back) => {
  const { number } = await aLargeTicket(cast);
  const macro = await aMacro(DENY);
  await db.execute(away);
  const answer = await apply(number, macro);
  await db.execute(back);
  expect(answer).toMatchObject({ refused: 'malformed' });
  expect(await tagsOf(number)).toMatchObject({ tags: [] });
});

test('a note macro leaves a note and decides nothing', async () => {
  const { number } = await aLargeTicket(cast);
  await apply(number, await aMacro({ template: '{{ticket.number}}, seen by {{agent.firstName}}' }));
  const notes = await db.query<{ body: string }>(sql`
    SELECT m.body FROM message m JOIN ticket t ON t.id = m.ticket_id WHERE t.number = ${number} AND visibility = 'internal'`);
  expect(notes).toEqual([{ body: `${number}, seen by Ada` }]);
  expect(await ticketState(number)).toMatchObject({ status: 'OPEN' });
});

test('a question goes to the user as an intent', async () => {
  const { number } = await aLargeTicket(cast);
  await apply(number, await aMacro({ decision: 'ask-user', template: 'When did you reach {{ticket.steps}}?' }));
  expect((await readOpenIntentsOf(ada.id))[0]).toMatchObject({ number, kind: 'ask-user' });
  await undoIntent({ number, intent: null, agentId: ada.id, mayUndoOthers: false });
});

test('nobody applies what their role does not allow, nor a macro that is not theirs to see', async () => {
  const { number } = await aLargeTicket(cast);
  const shared = await aMacro({ ...DENY, visibility: 'everyone' }, lea);
  expect(await apply(number, shared, aud)).toMatchObject({
    refused: 'not-allowed',
    details: { missing: ['tickets:decide', 'tickets:note', 'tickets:assign'] },
  });
  expect(await apply(number, await aMacro(DENY), bob)).toMatchObject({ refused: 'not-found' });
  const team = await aMacro({ ...DENY, visibility: 'team' }, lea);
  expect(await readMacro(team, ada)).toBeNull();
});

test('what others see is kept by leads, each change on record; one’s own is one’s own', async () => {
  expect(await saveMacro(null, 0, { ...NOTHING, ...DENY, visibility: 'everyone' }, ada)).toMatchObject({
    refused: 'not-allowed',
  });
  const id = await aMacro({ ...DENY, visibility: 'everyone' }, lea);
  expect(await saveMacro(id, 1, { ...NOTHING, ...DENY, visibility: 'me' }, ada)).toMatchObject({
    refused: 'not-allowed',
  });
  expect(await saveMacro(id, 1, { ...NOTHING, ...DENY, name: 'Renamed', visibility: 'everyone' }, lea)).toEqual({
    id,
    version: 2,
  });
  expect(await saveMacro(id, 1, { ...NOTHING, ...DENY, visibility: 'everyone' }, lea)).toMatchObject({
    refused: 'version-changed',
  });
  const trail = await db.query<{ action: string }>(
    sql`SELECT action FROM audit_entry WHERE subject = ${`macro:${id}`}`,
  );
  expect(trail).toHaveLength(2);
  const mine = await aMacro(DENY);
  expect(await db.query(sql`SELECT FROM audit_entry WHERE subject = ${`macro:${mine}`}`)).toHaveLength(0);
});

test.each([
  ['nothing', {}],
  ['reason', { decision: 'deny' }],
  ['reason', { decision: 'deny', reason: 'confirmed' }],
  ['question', { decision: 'ask-user' }],
  ['template', { template: 'Dear {{user.name}}' }],
  ['tag', { tags: ['no-such-tag'] }],
  ['unreadable', { name: '' }],
  ['unreadable', { next: 'fly' }],
])('a macro with a fault (%s) is not saved', async (fault, what) => {
  expect(await saveMacro(null, 0, { ...NOTHING, ...what }, ada)).toMatchObject({
    refused: 'malformed',
    details: { faults: [fault] },
  });
});

test('macros are moved, copied and put away', async () => {
  const carl = await anAgentNamed('Carl');
  const [a, b] = [await aMacro({ template: 'a', name: 'A' }, carl), await aMacro({ template: 'b', name: 'B' }, carl)];
  const own = async () => (await readMacros(carl)).filter(({ ownerId }) => ownerId === carl.id).map(({ name }) => name);
  expect(await own()).toEqual(['A', 'B']);
  await moveMacro(b, 1, 'up', carl);
  expect(await own()).toEqual(['B', 'A']);
  await moveMacro(a, 1, 'archive', carl);
  expect(await own()).toEqual(['B']);
  const { number } = await aLargeTicket(cast);
  expect(await apply(number, a, carl)).toMatchObject({ refused: 'not-found' });
  await moveMacro(b, 1, 'duplicate', carl);
  expect(await own()).toEqual(['B', 'B']);
});
