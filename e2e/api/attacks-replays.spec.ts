/**
 * What an agent or a script of theirs does twice, at once, too late, for somebody else, or with more fields than the form has
 * (reference: trust, EP6; bad inputs CS-012; helpdesk, "Missing object authorisation").
 */
import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { aProvenTicket } from '../stories/doings';
import { anAgent, aVisitor, call, form, JSON_PLEASE, OWN, type Reply } from '../support/doors';
import { aClick, aGame, aNetwork, anOffer, brokenInvariants, query } from '../support/fixtures';
import { aHiredAgent } from '../support/hired-agent';
import { aWorld, stateOf } from '../support/world';

type Ticket = { id: string; number: string; version: number };

/** Worth more than the automation decides, so that it stays with the agents. */
async function aTicket(): Promise<Ticket & { click: string; user: string; game: Awaited<ReturnType<typeof aGame>> }> {
  const [game, network] = await Promise.all([aGame(), aNetwork()]);
  const user = randomUUID();
  const { number, click } = await aProvenTicket(game, await anOffer(network, { payoutUsd: '12.00' }), user);
  return { ...(await asItIs(number)), click, user, game };
}

async function asItIs(number: string): Promise<Ticket> {
  const [ticket] = await query<Ticket>('SELECT id, number, version FROM ticket WHERE number = $1', [number]);
  return ticket!;
}

function press(cookie: string, path: string, fields: Record<string, string>): Promise<Reply> {
  return call('POST', `/api/console/${path}`, form(fields, { ...OWN, ...JSON_PLEASE, Cookie: cookie }));
}

const statuses = (answers: Reply[]) => answers.map(({ status }) => status).sort();

test.afterAll(async () => {
  expect(await brokenInvariants()).toEqual([]);
});

test.describe('the same change, sent again', () => {
  const CHANGES: Record<string, Record<string, string>> = {
    assignment: { assignee: 'me' },
    snooze: { until: 'tomorrow' },
    hold: { reason: 'The tracker of this advertiser is down.' },
    lead: { reason: 'I am not sure about this one.' },
    questions: { body: 'Which level did you reach, and when?' },
    decision: { outcome: 'deny', reason: 'not-confirmed' },
  };

  for (const [door, fields] of Object.entries(CHANGES)) {
    test(`${door}: of six at once with the same version one is heard, and none later`, async () => {
      const { cookie } = await anAgent('lead');
      const ticket = await aTicket();
      const sent = { ...fields, version: String(ticket.version) };
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => press(cookie, `tickets/${ticket.number}/${door}`, sent)),
      );
      expect(statuses(answers)).toEqual([200, 409, 409, 409, 409, 409]);
      expect((await press(cookie, `tickets/${ticket.number}/${door}`, sent)).status).toBe(409);
      expect((await asItIs(ticket.number)).version).toBe(ticket.version + 1);
      await ticket.game.stop();
    });
  }

  test('a decision is taken back once, and what was taken back is not sent by its old form', async () => {
    const { cookie } = await anAgent('senior');
    const ticket = await aTicket();
    const decision = { ...CHANGES.decision!, version: String(ticket.version) };
    const made = await press(cookie, `tickets/${ticket.number}/decision`, decision);
    const undo = () => press(cookie, `tickets/${ticket.number}/undo`, { intent: made.json.intent });
    expect(statuses(await Promise.all([undo(), undo(), undo(), undo()]))).toEqual([200, 409, 409, 409]);
    expect((await press(cookie, `tickets/${ticket.number}/decision`, decision)).status).toBe(409);
    expect(await query('SELECT FROM decision WHERE ticket_id = $1', [ticket.id])).toEqual([]);
    await ticket.game.stop();
  });

  test('after its time a decision stands, and of a decision and its undoing one happens', async () => {
    const { cookie } = await anAgent('senior');
    const ticket = await aTicket();
    const made = await press(cookie, `tickets/${ticket.number}/decision`, {
      ...CHANGES.decision!,
      version: String(ticket.version),
    });
    const decided = () => query('SELECT FROM decision WHERE ticket_id = $1', [ticket.id]);
    await expect.poll(async () => (await decided()).length, { timeout: 40_000 }).toBe(1);
    const late = await press(cookie, `tickets/${ticket.number}/undo`, { intent: made.json.intent });
    expect([late.status, late.json.error.code]).toEqual([409, 'too-late']);
    expect((await decided()).length).toBe(1);
    await ticket.game.stop();
  });

  test('two tickets: not of one, not in a circle, and what is merged is over', async () => {
    const { cookie } = await anAgent('lead');
    const one = await aTicket();
    const offer = await anOffer(await aNetwork(), { payoutUsd: '12.00' });
    const other = await aProvenTicket(one.game, offer, one.user);
    const second = await asItIs(other.number);
    for (const door of ['duplicate', 'merge']) {
      const itself = { other: one.number, version: String(one.version) };
      expect((await press(cookie, `tickets/${one.number}/${door}`, itself)).status, door).toBeGreaterThanOrEqual(400);
    }
    const towards = (from: Ticket, to: Ticket) =>
      press(cookie, `tickets/${from.number}/duplicate`, { other: to.number, version: String(from.version) });
    expect(statuses(await Promise.all([towards(one, second), towards(second, one)]))).toEqual([200, 409]);
    const [closed] = await query<Ticket>(
      'SELECT id, number, version FROM ticket WHERE id = ANY($1) AND duplicate_of_id IS NOT NULL',
      [[one.id, second.id]],
    );
    const decision = { outcome: 'deny', reason: 'not-confirmed', version: String(closed!.version) };
    expect((await press(cookie, `tickets/${closed!.number}/decision`, decision)).status).toBe(409);
    await one.game.stop();
  });
});

test.describe('somebody else’s', () => {
  test('an intent of another ticket, of another agent, and a failure that was told to a colleague', async () => {
    const [mine, theirs] = [await aHiredAgent('agent'), await aHiredAgent('agent')];
    const [one, other] = [await aTicket(), await aTicket()];
    const decide = (cookie: string, { number, version }: Ticket) =>
      press(cookie, `tickets/${number}/decision`, {
        outcome: 'deny',
        reason: 'not-confirmed',
        version: String(version),
      });
    const [ours, hers] = [await decide(mine.cookie, one), await decide(theirs.cookie, other)];
    expect((await press(mine.cookie, `tickets/${one.number}/undo`, { intent: hers.json.intent })).status).toBe(409);
    expect((await press(mine.cookie, `tickets/${other.number}/undo`, { intent: hers.json.intent })).status).toBe(403);
    expect((await press(mine.cookie, `tickets/${other.number}/undo`, {})).status).toBe(403);
    await press(mine.cookie, 'for-you', { intent: hers.json.intent });
    const open = await query(
      'SELECT FROM intent WHERE id = ANY($1) AND undone_at IS NULL AND failed_at IS NULL AND seen_at IS NULL',
      [[ours.json.intent, hers.json.intent]],
    );
    expect(open).toHaveLength(2);
    for (const { game } of [one, other]) await game.stop();
  });

  test('views and macros that a colleague keeps for themselves, and their sessions', async () => {
    const [mine, theirs] = [await aHiredAgent('admin'), await aHiredAgent('lead')];
    const { alice } = await aWorld();
    const view = await press(theirs.cookie, 'views', { name: 'Mine alone', query: 'queue=all', visibility: 'me' });
    const draft = {
      name: 'Mine alone',
      visibility: 'me',
      template: 'Hello',
      decision: '',
      reason: '',
      assignee: '',
      next: 'stay',
    };
    const macro = await press(theirs.cookie, 'macros/new', draft);
    const [kept] = await query<{ id: string }>('SELECT id FROM macro WHERE owner_id = $1', [theirs.agentId]);
    expect([view.status, macro.status]).toEqual([201, 200]);
    const before = await everythingOf(theirs.agentId);
    for (const action of ['rename', 'delete', 'restore'])
      expect((await press(mine.cookie, `views/${view.json.id}`, { action, name: 'Mine now' })).status, action).toBe(
        404,
      );
    expect((await press(mine.cookie, `macros/${kept!.id}`, { ...draft, version: '1' })).status).toBe(404);
    for (const move of ['up', 'archive', 'restore', 'duplicate'])
      expect((await press(mine.cookie, `macros/${kept!.id}/move`, { move, version: '1' })).status, move).toBe(404);
    const applied = { macro: kept!.id, version: '1' };
    expect((await press(mine.cookie, `tickets/${alice.number}/macro`, applied)).status).toBe(404);
    expect((await press(mine.cookie, 'me/sessions', { session: theirs.session })).status).toBe(404);
    const shown = await call('GET', `/console/settings/macros/${kept!.id}`, { headers: { Cookie: mine.cookie } });
    expect(shown.text).not.toContain('Mine alone');
    expect(await everythingOf(theirs.agentId)).toBe(before);
  });

  test('a receipt under another network, a callback under another app, a key that is nobody’s', async () => {
    const { agent, network, receipt, game } = await aWorld();
    const [stranger, another] = [await aNetwork(), await aGame()];
    const headers = { Cookie: agent.cookie };
    const found = await call('GET', `/console/integrations/${network.integration}/receipts/${receipt}`, { headers });
    const lost = await call('GET', `/console/integrations/${stranger.integration}/receipts/${receipt}`, { headers });
    expect([found.status, lost.status]).toEqual([200, 404]);
    const replay = `integrations/${stranger.integration}/receipts/${receipt}/replay`;
    expect((await press(agent.cookie, replay, {})).status).toBe(404);
    const id = randomUUID();
    await query(
      `INSERT INTO audit_entry (at, actor_kind, action, subject, after) VALUES (now(), 'AUTO', 'simulate-callback', $1, $2)`,
      [`app:${game.key}`, { trial: id, steps: [] }],
    );
    expect((await call('GET', `/console/apps/${another.key}/callbacks/${id}`, { headers })).status).toBe(404);
    expect((await press(agent.cookie, `settings/api-keys/${id}`, { typed: 'demo' })).status).toBe(404);
    await another.stop();
  });
});

test.describe('more than the form has', () => {
  const EXTRA = {
    id: '01890f0e-9999-7222-8333-444455556666',
    status: 'APPROVED',
    role: 'admin',
    agentId: '01890f0e-9999-7222-8333-444455556666',
    agent_id: '01890f0e-9999-7222-8333-444455556666',
    ownerId: '01890f0e-9999-7222-8333-444455556666',
    visibility: 'public',
    author: 'USER',
    at: '2020-01-01T00:00:00Z',
    valueMicros: '1',
    rewardTotal: '999999',
    '__proto__[role]': 'admin',
    'constructor[prototype][role]': 'admin',
  };

  test('a note is the agent’s own and for colleagues alone; a name changes nothing but the name', async () => {
    const ticket = await aTicket();
    const mine = await aHiredAgent('agent');
    expect((await press(mine.cookie, `tickets/${ticket.number}/notes`, { body: 'A note.', ...EXTRA })).status).toBe(
      200,
    );
    expect((await press(mine.cookie, 'me/name', { name: 'Renamed', ...EXTRA })).status).toBe(200);
    const [note] = await query(
      'SELECT author, agent_id, visibility, at > now() - $2::interval AS fresh FROM message WHERE ticket_id = $1',
      [ticket.id, '1 hour'],
    );
    expect(note).toEqual({ author: 'AGENT', agent_id: mine.agentId, visibility: 'internal', fresh: true });
    const [agent] = await query('SELECT name, role FROM agent WHERE id = $1', [mine.agentId]);
    expect(agent).toEqual({ name: 'Renamed', role: 'agent' });
    const [after] = await query('SELECT status, value_micros FROM ticket WHERE id = $1', [ticket.id]);
    expect(after).toEqual({ status: 'OPEN', value_micros: '12000000' });
    await ticket.game.stop();
  });

  test('the wall’s form: whose, how much and in which state is not the user’s to say', async () => {
    const { game, draft } = await aWorld();
    const visitor = await aVisitor(game);
    const network = await aNetwork();
    const offer = await anOffer(network, { payoutUsd: '12.00' });
    const click = await aClick(game, offer, visitor.user);
    const opened = await call(
      'POST',
      '/api/wall/tickets',
      form(
        {
          click,
          email: `${randomUUID()}@example.com`,
          description: 'It did not come, and I waited for two days.',
          userId: draft.click,
          ...EXTRA,
        },
        { ...OWN, ...JSON_PLEASE, Cookie: visitor.cookie },
      ),
    );
    expect([201, 400]).toContain(opened.status);
    if (opened.status === 400) return;
    const [ticket] = await query(
      `SELECT t.status, t.value_micros, u.external_id FROM ticket t JOIN end_user u ON u.id = t.user_id WHERE t.number = $1`,
      [opened.json.number],
    );
    expect(ticket).toEqual({ status: 'AWAITING_EMAIL', value_micros: '12000000', external_id: visitor.user });
  });

  test('a method in a header, a field or the address is not the method', async () => {
    const world = await aWorld();
    const before = await stateOf(world);
    const path = `/api/console/tickets/${world.alice.number}`;
    const Cookie = world.agent.cookie;
    for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
      expect(
        (await call('GET', `${path}/notes?_method=POST&body=x`, { headers: { ...OWN, Cookie, [name]: 'POST' } }))
          .status,
      ).toBe(405);
      const remove = form(
        { _method: 'DELETE', version: '999999' },
        { ...OWN, ...JSON_PLEASE, Cookie: world.alice.cookie, [name]: 'DELETE' },
      );
      const answer = await call('POST', `/api/wall/screenshots/${world.draft.picture}`, remove);
      expect(answer.status).toBe(405);
    }
    expect(await stateOf(world)).toBe(before);
  });
});

/** What a colleague keeps. */
async function everythingOf(agentId: string): Promise<string> {
  const [row] = await query<{ all: string }>(
    `SELECT jsonb_build_object(
       'views', (SELECT jsonb_agg(to_jsonb(v) ORDER BY v.id) FROM saved_view v WHERE v.owner_id = $1),
       'macros', (SELECT jsonb_agg(to_jsonb(m) ORDER BY m.id) FROM macro m WHERE m.owner_id = $1),
       'sessions', (SELECT count(*) FROM agent_session s WHERE s.agent_id = $1 AND s.revoked_at IS NULL))::text AS all`,
    [agentId],
  );
  return row!.all;
}
