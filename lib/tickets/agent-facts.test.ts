import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser, confirm, HOUR, ticketState } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { saveAgent } from '@/lib/accounts/agents';
import { db, sql } from '@/lib/foundation/db';
import { isRefusal } from '@/lib/rules/refusal';
import { decideTicket } from '@/lib/tickets/decide-ticket';
import { readTicketForAgent } from '@/lib/tickets/read-ticket-for-agent';

await freshDatabase();
const cast = await aCast();
const LARGE = 12_000_000n;

async function aCase(title?: string) {
  const userId = await aUser(cast);
  const offerId = await anOffer(cast, {
    title,
    tasks: [
      { key: 'install', name: 'Install', payoutMicros: 0n, rewardAmount: 0n },
      { key: 'level-10', name: 'Level 10', payoutMicros: LARGE, ttcMinutes: 3 * 24 * 60 },
    ],
  });
  const click = await aClick(userId, offerId);
  const { number } = await aTicket(userId, click, { tasks: ['level-10'] });
  return { userId, offerId, click, number };
}

async function read(number: string, pii = true) {
  const ticket = await readTicketForAgent(number, { pii });
  if (!ticket) throw new Error('no such ticket');
  return ticket;
}

function setClick(click: string, facts: { device?: object; ip?: string }) {
  return db.execute(sql`
    UPDATE click SET device = coalesce(${facts.device ? JSON.stringify(facts.device) : null}::jsonb, device), ip = coalesce(${facts.ip ?? null}, ip)
     WHERE id = ${click}`);
}

test('the story names the confirmed install, who is waited for, and whether the deadline held', async () => {
  const { number, click } = await aCase();
  await confirm(cast, click, { task: 'install' });
  const { evidence, facts } = await read(number);
  expect(evidence.confirmations).toMatchObject([{ taskKey: 'install', taskName: 'Install', trust: 'strong' }]);
  expect(evidence.steps).toMatchObject([{ key: 'level-10', inTime: true, waitingFor: 'advertiser' }]);
  expect(evidence.steps[0]!.points[0]).toMatchObject({ kind: 'confirmed', state: 'current' });
  expect(facts).toContainEqual(expect.objectContaining({ side: 'for', kind: 'earlier-step', step: 'Install' }));
});

test('half of five confirmations make a usual delay; four make none', async () => {
  const { offerId, number } = await aCase();
  const confirmed = async () => {
    const click = await aClick(await aUser(cast), offerId, { ago: 10 * HOUR });
    await confirm(cast, click, { task: 'level-10' });
  };
  for (let count = 0; count < 4; count += 1) await confirmed();
  expect((await read(number)).offer.usualDelays).toEqual([]);
  await confirmed();
  const [usual, ...more] = (await read(number)).offer.usualDelays;
  expect(more).toEqual([]);
  expect(usual).toMatchObject({ taskKey: 'level-10', known: 5 });
  expect(Math.round(usual!.medianMs / HOUR)).toBe(10);
});

test('a postback with a wrong click is found by the user or the device that it names, as a whole', async () => {
  const { number, click, userId } = await aCase();
  await setClick(click, { device: { id: 'device-4711' } });
  const [{ externalId } = { externalId: '' }] = await db.query<{ externalId: string }>(
    sql`SELECT external_id FROM end_user WHERE id = ${userId}::uuid`,
  );
  const [integration] = await db.query<{ id: string }>(
    sql`SELECT id FROM integration WHERE key = ${cast.integrationKey}`,
  );
  const sent = (query: string) =>
    db.execute(sql`
      INSERT INTO receipt (received_at, integration_id, integration_key, method, query, outcome, click_id)
      VALUES (now(), ${integration!.id}::uuid, ${cast.integrationKey}, 'GET', ${query}, 'unmatched', 'not-a-click')`);
  await sent(`click_id=not-a-click&user=${externalId}`);
  await sent('click_id=not-a-click&device=device-4711');
  await sent('click_id=not-a-click&device=device-47110');
  await sent('click_id=not-a-click&user=somebody-else');
  const { evidence, facts } = await read(number);
  expect(evidence.refused).toEqual([]);
  expect(evidence.stray).toHaveLength(2);
  expect(facts).toContainEqual(expect.objectContaining({ side: 'unclear', kind: 'stray-receipts', count: 2 }));
});

test('others on the same device and in the same part of the network are counted, in this game only', async () => {
  const [mine, other] = [await aCase(), await aCase()];
  await setClick(mine.click, { device: { id: 'tablet-1', model: 'Pixel' }, ip: '198.51.100.7' });
  await setClick(other.click, { device: { id: 'tablet-1' }, ip: '198.51.100.200' });
  const elsewhere = await aCast();
  const stranger = await aUser(elsewhere);
  await setClick(await aClick(stranger, await anOffer(elsewhere)), { device: { id: 'tablet-1' }, ip: '198.51.100.8' });
  const { person } = await read(mine.number);
  expect(person.neighbours.sameDevice).toMatchObject({ count: 1, shown: [{ ticket: other.number }] });
  expect(person.neighbours.sameRange).toMatchObject({ count: 1, shown: [{ ticket: other.number }] });
  expect(person.devices).toMatchObject([{ device: { id: 'tablet-1', model: 'Pixel' }, clicks: 1, country: 'DE' }]);
});

test.each([
  ['203.0.113.255', '203.0.113.0', true],
  ['203.0.113.1', '203.0.114.1', false],
  ['::ffff:203.0.113.9', '203.0.113.8', true],
  ['2001:db8:0:1::7', '2001:db8:0:1:ffff::', true],
  ['2001:db8:0:1::7', '2001:db8:0:2::7', false],
  ['not an address', 'not an address', null],
])('%s and %s in one neighbourhood: %s', async (one, other, same) => {
  const [row] = await db.query<{ same: boolean | null }>(sql`SELECT ip_range(${one}) = ip_range(${other}) AS same`);
  expect(row!.same).toBe(same);
});

test('the same pixels of another user are counted among the neighbours', async () => {
  const [mine, other] = [await aCase(), await aCase()];
  for (const { number, userId } of [mine, other]) {
    await db.execute(sql`
      INSERT INTO screenshot (user_id, ticket_id, storage_key, mime, width, height, bytes, pixel_hash, look_hash, name, created_at)
      SELECT ${userId}::uuid, id, ${randomUUID()}, 'image/webp', 100, 200, 5000, 'borrowed', 1, 'level.webp', now()
        FROM ticket WHERE number = ${number}`);
  }
  const { person, screenshots } = await read(mine.number);
  expect(person.neighbours.samePicture).toMatchObject({ count: 1, shown: [{ ticket: other.number }] });
  expect(screenshots[0]!.seenOn).toMatchObject([{ number: other.number, identical: true, differing: 0 }]);
});

test('without the permission nobody is named: address, ids and networks are masked', async () => {
  const { number, click } = await aCase();
  await setClick(click, { device: { id: 'tablet-4711', model: 'Pixel' }, ip: '198.51.99.7' });
  const { person, evidence } = await read(number, false);
  expect(person.masked).toBe(true);
  expect(person.address).toMatch(/^.…@example\.com$/);
  expect(person.externalId).toMatch(/^us….{2}$/);
  expect(evidence.clicks).toMatchObject([{ ip: '198.51.99.…', device: { id: 'ta…11', model: 'Pixel' } }]);
  expect(person.devices).toMatchObject([{ ip: '198.51.99.…', device: { id: 'ta…11' } }]);
});

test('a denial that was approved later counts as wrong; open tickets of the last 48 hours as similar', async () => {
  const { number, offerId } = await aCase();
  const actor = { kind: 'API', id: 'test' } as const;
  const past = async (...outcomes: ('approve' | 'deny')[]) => {
    const click = await aClick(await aUser(cast), offerId);
    const [user] = await db.query<{ id: string }>(sql`SELECT user_id AS id FROM click WHERE id = ${click}`);
    const ticket = await aTicket(user!.id, click, { tasks: ['level-10'] });
    for (const outcome of outcomes) {
      if (outcome === 'approve') await confirm(cast, click, { task: 'level-10' });
      const { version } = await ticketState(ticket.number);
      const reason = outcome === 'approve' ? 'confirmed' : 'not-confirmed';
      await decideTicket({ number: ticket.number, outcome, reason, note: null, version, actor });
    }
  };
  await past();
  await past('deny');
  await past('deny', 'approve');
  await past('approve');
  const { offer } = await read(number);
  expect(offer).toMatchObject({ denied: 2, contradicted: 1, similarNow: 1 });
});

test('the desk’s marks stand at the head: hold, second person, sleep, lead, duplicates, mentions', async () => {
  const [mine, other] = [await aCase(), await aCase()];
  const anAgent = async (name: string) => {
    const email = `${randomUUID().slice(0, 8)}@example.com`;
    const saved = await saveAgent({ email, name, role: 'agent', password: 'correct horse battery' }, new Date());
    if (isRefusal(saved)) throw new Error(saved.message);
    return saved.id;
  };
  const [ada, bob] = [await anAgent('Ada'), await anAgent('Bob')];
  await db.execute(sql`
    UPDATE ticket SET snoozed_until = now() + interval '1 day', lead_at = now(), held_at = now(), held_reason = 'Tracking is down',
           second_wanted_at = now(), second_wanted_by = ${ada}::uuid WHERE number = ${mine.number}`);
  await db.execute(sql`
    UPDATE ticket SET duplicate_of_id = (SELECT id FROM ticket WHERE number = ${mine.number}) WHERE number = ${other.number}`);
  await db.execute(sql`
    WITH note AS (
      INSERT INTO message (ticket_id, at, author, agent_id, visibility, body)
      SELECT id, now(), 'AGENT', ${ada}::uuid, 'internal', '@Bob please look' FROM ticket WHERE number = ${mine.number}
      RETURNING id, ticket_id, at)
    INSERT INTO mention (message_id, agent_id, ticket_id, at) SELECT id, ${bob}::uuid, ticket_id, at FROM note`);
  const { desk, mentions } = (await readTicketForAgent(mine.number, { agentId: bob }))!;
  expect(desk).toMatchObject({
    heldReason: 'Tracking is down',
    firstApprover: { id: ada, name: 'Ada' },
    continues: [other.number],
  });
  expect(mentions).toMatchObject([{ by: 'Ada' }]);
  expect(desk.snoozedUntil).not.toBeNull();
  expect(await read(other.number)).toMatchObject({ desk: { continuedAs: mine.number }, mentions: [] });
});
