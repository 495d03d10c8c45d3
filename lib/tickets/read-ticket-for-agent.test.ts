import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser, confirm, DESCRIPTION } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { saveAgent } from '@/lib/accounts/agents';
import { db, sql } from '@/lib/foundation/db';
import { isRefusal } from '@/lib/rules/refusal';
import { addNote } from '@/lib/tickets/add-note';
import { assignTicket } from '@/lib/tickets/assign-ticket';
import { decideTicket } from '@/lib/tickets/decide-ticket';
import { readTicketForAgent } from '@/lib/tickets/read-ticket-for-agent';

await freshDatabase();
const cast = await aCast();

async function anAgent(name: string, role: 'agent' | 'auditor' = 'agent'): Promise<string> {
  const agent = { email: `${randomUUID().slice(0, 8)}@example.com`, name, role, password: 'correct horse battery' };
  const saved = await saveAgent(agent, new Date());
  if (isRefusal(saved)) throw new Error(saved.message);
  return saved.id;
}

/** Worth more than the automation may decide, so that it waits for a person. */
async function largeTicket() {
  const userId = await aUser(cast);
  const offerId = await anOffer(cast, { tasks: [{ key: 'level-10', name: 'Level 10', payoutMicros: 12_000_000n }] });
  const clickId = await aClick(userId, offerId);
  const { number } = await aTicket(userId, clickId);
  return { number, userId, clickId, offerId };
}

async function read(number: string) {
  const ticket = await readTicketForAgent(number);
  if (!ticket) throw new Error('no such ticket');
  return ticket;
}

test('a number that does not exist is nobody’s ticket', async () => {
  expect(await readTicketForAgent('MG-0000-0000')).toBeNull();
});

test('a ticket without a word from the advertiser cannot be approved, and says what is missing', async () => {
  const { number } = await largeTicket();
  const ticket = await read(number);
  expect(ticket).toMatchObject({ status: 'OPEN', decidable: true, confirmed: false, rewardStatus: 'NONE' });
  expect(ticket.facts).toContainEqual(
    expect.objectContaining({ side: 'against', kind: 'no-confirmation', step: 'Level 10', source: 'postbacks' }),
  );
  expect(ticket.conversation[0]).toMatchObject({ kind: 'claim', body: DESCRIPTION });
});

test('a refused postback stands among the evidence, with its reason', async () => {
  const { number, clickId } = await largeTicket();
  await confirm({ ...cast, secret: 'not-the-secret' }, clickId);
  const { evidence, facts } = await read(number);
  expect(evidence.refused).toMatchObject([{ code: 'bad-signature', integrationKey: cast.integrationKey }]);
  expect(facts).toContainEqual(expect.objectContaining({ side: 'unclear', kind: 'refused-receipts', count: 1 }));
});

test('a held confirmation is evidence, but no reason to approve', async () => {
  const { number, clickId } = await largeTicket();
  await confirm(cast, clickId, { state: 'PENDING' });
  const ticket = await read(number);
  expect(ticket.evidence.confirmations).toMatchObject([{ state: 'PENDING', integrationKey: cast.integrationKey }]);
  expect(ticket).toMatchObject({ confirmed: false, rewardStatus: 'PENDING' });
});

test('above the limit a confirmation waits for the agent; the approval shows the whole chain', async () => {
  const { number, clickId } = await largeTicket();
  await confirm(cast, clickId);
  const waiting = await read(number);
  expect(waiting).toMatchObject({ decidable: true, confirmed: true, rewardStatus: 'CONFIRMED' });
  expect(waiting.facts).toContainEqual(expect.objectContaining({ side: 'for', kind: 'confirmed' }));
  const actor = { kind: 'AGENT', id: await anAgent('Ada') } as const;
  const { version } = waiting;
  await decideTicket({ number, outcome: 'approve', reason: 'confirmed', note: null, version, actor });
  const { evidence } = await read(number);
  expect(evidence.confirmations).toMatchObject([{ state: 'COMPLETED', taskKey: 'level-10' }]);
  expect(evidence.callbacks).toMatchObject([{ kind: 'REWARD', status: 'PENDING', taskKey: 'level-10', attempts: [] }]);
});

test('notes and decisions stand in the conversation in order, each with its agent', async () => {
  const { number } = await largeTicket();
  const agentId = await anAgent('Ada');
  await addNote({ number, body: '  Asked the account manager. ', agentId });
  const { version } = await read(number);
  await decideTicket({
    number,
    outcome: 'deny',
    reason: 'terms-not-met',
    note: 'Level 9 was reached.',
    version,
    actor: { kind: 'AGENT', id: agentId },
  });
  const { conversation, decidable } = await read(number);
  const told = conversation.filter(({ kind }) => kind === 'message' || kind === 'decision');
  expect(told).toMatchObject([
    { kind: 'message', internal: true, agentName: 'Ada', body: 'Asked the account manager.' },
    { kind: 'decision', outcome: 'DENIED', reason: 'terms-not-met', note: 'Level 9 was reached.', by: 'Ada' },
  ]);
  expect(conversation).toContainEqual(expect.objectContaining({ kind: 'letter', template: 'ticket-denied' }));
  expect(decidable).toBe(false);
});

test('the person: other tickets, and who else uses the address', async () => {
  const userId = await aUser(cast);
  const email = 'shared@example.com';
  const first = await aTicket(userId, await aClick(userId, await anOffer(cast)), { email });
  const second = await aTicket(userId, await aClick(userId, await anOffer(cast)), { email });
  const stranger = await aUser(cast);
  await aTicket(stranger, await aClick(stranger, await anOffer(cast)), { email, validated: false });
  const { person, facts } = await read(second.number);
  expect(person.tickets.map(({ number }) => number)).toEqual([first.number]);
  expect(person.neighbours.sameAddress).toMatchObject({ count: 1, shown: [{ ticket: expect.any(String) }] });
  expect(facts).toContainEqual(expect.objectContaining({ side: 'against', kind: 'same-address', count: 1 }));
});

test('the same pixels on another user’s ticket are pointed out', async () => {
  const [one, other] = [await largeTicket(), await largeTicket()];
  for (const { number, userId } of [one, other]) {
    await db.execute(sql`
      INSERT INTO screenshot (user_id, ticket_id, storage_key, mime, width, height, bytes, pixel_hash, look_hash, name, created_at)
      SELECT ${userId}::uuid, id, ${randomUUID()}, 'image/webp', 100, 200, 5000, 'same', 1, 'level.webp', now()
        FROM ticket WHERE number = ${number}`);
  }
  const { screenshots } = await read(one.number);
  expect(screenshots).toMatchObject([{ name: 'level.webp', seenOn: [{ number: other.number, identical: true }] }]);
});

test('assigning raises the version, marks the ticket as touched, and of two at once one is told', async () => {
  const { number } = await largeTicket();
  const [ada, bob] = [await anAgent('Ada'), await anAgent('Bob')];
  const { version } = await read(number);
  const answers = await Promise.all(
    [ada, bob].map((agentId) => assignTicket({ number, assigneeId: agentId, version, agentId })),
  );
  expect(answers.filter((answer) => !isRefusal(answer))).toEqual([{ version: version + 1 }]);
  expect(answers.find(isRefusal)).toMatchObject({ refused: 'version-changed', details: { version: version + 1 } });
  const [row] = await db.query<{ touched: boolean }>(
    sql`SELECT touched_at IS NOT NULL AS touched FROM ticket WHERE number = ${number}`,
  );
  expect(row!.touched).toBe(true);
  expect((await read(number)).conversation).toContainEqual(
    expect.objectContaining({ kind: 'event', event: 'assigned' }),
  );
});

test('a ticket can be given back, but not to an auditor, and not after the decision', async () => {
  const { number } = await largeTicket();
  const [ada, eve] = [await anAgent('Ada'), await anAgent('Eve', 'auditor')];
  const { version } = await read(number);
  expect(await assignTicket({ number, assigneeId: eve, version, agentId: ada })).toMatchObject({
    refused: 'malformed',
  });
  await assignTicket({ number, assigneeId: ada, version, agentId: ada });
  expect(await assignTicket({ number, assigneeId: null, version: version + 1, agentId: ada })).toEqual({
    version: version + 2,
  });
  expect((await read(number)).assigneeId).toBeNull();
  const actor = { kind: 'AGENT', id: ada } as const;
  await decideTicket({ number, outcome: 'deny', reason: 'not-confirmed', note: null, version: version + 2, actor });
  const late = await assignTicket({ number, assigneeId: ada, version: version + 3, agentId: ada });
  expect(late).toMatchObject({ refused: 'conflict' });
});

test('a note must say something and fit', async () => {
  const { number } = await largeTicket();
  const agentId = await anAgent('Ada');
  for (const body of ['', ' \n ', 'x'.repeat(4001), 'a\u0000b']) {
    expect(await addNote({ number, body, agentId })).toMatchObject({ refused: 'malformed' });
  }
  expect(await addNote({ number: 'MG-0000-0000', body: 'Hello', agentId })).toMatchObject({ refused: 'not-found' });
});
