/**
 * One player who has been through everything, and a ticket in every state: what the tests of all pages look at. Built once
 * per worker through the doors; only the ban, the offer's questions, a tripped breaker and tests of the callback are written by hand.
 */
import { randomUUID } from 'node:crypto';
import {
  aCalendar,
  aClick,
  aGame,
  aNetwork,
  anOffer,
  api,
  demo,
  type Game,
  mailTo,
  type Network,
  query,
  runHourly,
  wallLink,
} from '../support/fixtures';
import { aPortal, aReport, type Portal } from '../support/portal';
import { anAddress, aTicket, becomes, confirm, isMatched, proveAddress, rewardBecomes, statusOf } from './doings';
import { type Mails, mailsOf } from './mails';
import { type Receipts, receiptsOf } from './receipts';

export type World = {
  game: Game;
  /** Of the game, by how they ended. */
  callbacks: Record<'acknowledged' | 'silent', string>;
  /** The key of another app, whose server was silent for so long that its callbacks are paused, in the midst of a replay. */
  paused: string;
  network: Network;
  /** Of a calendar of the desk. */
  calendar: string;
  /** Another of the same advertiser, by a tracker, stopped by the money breaker; nothing ever came from it. */
  tracker: string;
  /** A third one, in a dialect that the operator has defined. */
  custom: string;
  /** Ids, by what was wrong with the postback. */
  receipts: Receipts;
  /** Ids of tests of the game's callback on record: one it acknowledged, one it did not answer in time. */
  simulations: Record<'acknowledged' | 'failed', string>;
  /** The id of a dry run that is over, with the denied ticket beneath. */
  dryRun: string;
  /** The id of an order of an agent over three tickets, one of which failed and one of which needed nothing. */
  bulk: string;
  /** The key of the offer of the open ticket. */
  offer: string;
  player: string;
  banned: string;
  /** Our own ids of the player, and of somebody whose data was erased. */
  person: string;
  erased: string;
  /** By what has become of them. */
  clicks: Record<'ready' | 'early' | 'late' | 'steps' | 'pending' | 'rejected' | 'rewarded', string>;
  tickets: Record<
    'registered' | 'unproven' | 'open' | 'denied' | 'escalated' | 'approved' | 'held' | 'reversed' | 'silent',
    string
  >;
  /** Ids of mails that came in about the denied ticket, by what became of them, and an address that gets none. */
  mails: Mails;
  /** Ids of the demo's agents, by role. */
  agents: Record<string, string>;
  /** The network's advertiser: two claims to answer, one answered (numbers of their tickets), and a report on answers by file. */
  portal: Portal & { report: string; asked: string; answered: string };
  /** Paths with their tokens, as they stand in mails. */
  links: { denied: string; verify: string };
};

/** `called`: what the players' names begin with. */
export async function aWorld(called = ['ana', 'ben']): Promise<World> {
  const silent = `unlucky-${randomUUID().slice(0, 8)}`;
  const game = await aGame({
    answer: (url) =>
      url.searchParams.get('user') === silent
        ? { status: 500, body: 'out of order' }
        : { status: 200, body: `${url.searchParams.get('event')}:OK` },
  });
  const network = await aNetwork();
  const [player, banned] = called.map((name) => `${name}-${randomUUID().slice(0, 8)}`) as [string, string];
  const stage = { game, network, player, address: anAddress() };
  const clicks = await clicksOf(stage);
  const tickets = await ticketsOf(stage, silent);
  await ban(await aClick(game, await anOffer(network), banned));
  const unproven = await aTicket(await aClick(game, await anOffer(network), player));
  const links = {
    denied: pathIn(await mailTo(stage.address, new RegExp(`${tickets.denied}.*was denied`)), '/t/'),
    verify: pathIn(await mailTo(unproven.address, /Confirm your e-mail address/), '/verify/'),
  };
  return {
    game,
    callbacks: { acknowledged: await callbackOf(tickets.approved), silent: await callbackOf(tickets.silent) },
    paused: await aPausedApp(),
    network,
    calendar: await aCalendar(),
    tracker: await aTracker(network),
    custom: await aCustomOne(network),
    receipts: await receiptsOf(network, clicks.rewarded),
    simulations: { acknowledged: await aSimulation(game, 'acknowledged'), failed: await aSimulation(game, 'timeout') },
    dryRun: await aDryRun(tickets.denied),
    bulk: await aBulkJob([tickets.open, tickets.escalated, tickets.approved]),
    offer: await offerOf(tickets.open),
    player,
    banned,
    person: await personOf(player),
    erased: await anErased(game, network),
    clicks,
    tickets: { ...tickets, unproven: unproven.number },
    mails: await mailsOf(tickets.denied),
    agents: await agentIds(),
    portal: await portalOf(stage),
    links,
  };
}

async function aBulkJob(numbers: string[]): Promise<string> {
  const { agent } = await agentIds();
  const [job] = await query<{ id: string }>(
    `INSERT INTO bulk_job (agent_id, action, payload, status, total, done, failed, skipped, created_at, runs_at, ended_at)
     VALUES ($1, 'tag', '{"tag": "vip"}', 'DONE', 3, 1, 1, 1, now(), now(), now()) RETURNING id`,
    [agent],
  );
  await query(
    `INSERT INTO bulk_item (job_id, position, ticket_id, version, outcome, code, version_after, at)
     SELECT $1, n, t.id, t.version, (ARRAY['DONE', 'FAILED', 'SKIPPED'])[n],
            (ARRAY[NULL, 'version-changed', 'unchanged'])[n], t.version, now()
       FROM unnest($2::text[]) WITH ORDINALITY AS given(number, n) JOIN ticket t ON t.number = given.number`,
    [job!.id, numbers],
  );
  return job!.id;
}

async function offerOf(number: string): Promise<string> {
  const sql = 'SELECT o.key FROM ticket t JOIN offer o ON o.id = t.offer_id WHERE t.number = $1';
  return (await query<{ key: string }>(sql, [number]))[0]!.key;
}

async function portalOf(stage: Stage): Promise<World['portal']> {
  // One user may open only so many tickets a day.
  const other = { ...stage, player: `eva-${randomUUID().slice(0, 8)}`, address: anAddress() };
  const dear = { payoutUsd: '12.00' };
  const tickets = [await ticketAbout(other, dear), await ticketAbout(other, dear), await ticketAbout(other, dear)];
  const portal = await aPortal(
    stage.network.advertiser,
    tickets.map(({ number }) => number),
  );
  await query(
    `UPDATE recheck r SET status = 'ANSWERED', answer = 'not-eligible', answer_reason = 'no-install', answered_at = now(),
            answered_by = 'Carla Contact', closed_at = now() FROM ticket t WHERE t.id = r.ticket_id AND t.number = $1`,
    [tickets[0]!.number],
  );
  await query(
    `INSERT INTO recheck_message (recheck_id, at, author, author_name, body)
     SELECT r.id, now(), 'ADVERTISER', 'Carla Contact', 'We see no install from this click.'
       FROM recheck r JOIN ticket t ON t.id = r.ticket_id WHERE t.number = $1`,
    [tickets[0]!.number],
  );
  const [answered, asked] = tickets.map(({ number }) => number) as [string, string];
  return { ...portal, report: await aReport(portal), asked, answered };
}

async function agentIds(): Promise<Record<string, string>> {
  const emails = demo.agents.map(({ email }) => email);
  const agents = await query<{ role: string; id: string }>('SELECT role, id FROM agent WHERE email = ANY($1)', [
    emails,
  ]);
  return Object.fromEntries(agents.map(({ role, id }) => [role, id]));
}

async function callbackOf(number: string): Promise<string> {
  const [callback] = await query<{ id: string }>(
    `SELECT cb.id FROM ticket t JOIN reward_grant g ON g.click_id = t.click_id JOIN callback cb ON cb.grant_id = g.id
      WHERE t.number = $1`,
    [number],
  );
  return callback!.id;
}

async function aPausedApp(): Promise<string> {
  const { key, stop } = await aGame();
  await stop();
  await query(
    `UPDATE app SET callback_failing_since = now() - interval '5 days', callback_paused_at = now() - interval '1 hour'
      WHERE key = $1`,
    [key],
  );
  await query(
    `INSERT INTO callback_replay (app_id, filter, total, replayed, upto_at, upto_id, started_at, started_by)
     SELECT app.id, 'status=FAILED', 120, 40, now(), uuidv7(), now() - interval '2 hours', agent.id
       FROM app, agent WHERE app.key = $1 AND agent.role = 'admin' LIMIT 1`,
    [key],
  );
  return key;
}

async function aSimulation({ key }: Game, cause: 'acknowledged' | 'timeout'): Promise<string> {
  const step = {
    says: 'REWARD',
    request: {
      method: 'GET',
      url: 'https://game.example/reward?user=test-user&rewards=1500&event=test-1&signature=0f0f',
      headers: [['user-agent', 'Makegood']],
      body: null,
    },
    signed: '202611201200test-1test-user1500[PRIVATE_KEY]',
    ...(cause === 'timeout'
      ? { status: null, answer: '', durationMs: 1000, verdict: 'retry', reason: 'no complete answer within 1000 ms' }
      : { status: 200, answer: '<status>test-1:OK</status>\n', durationMs: 40, verdict: 'acknowledged', reason: null }),
    cause,
  };
  const trial = cause === 'timeout' ? 'reward' : 'duplicate';
  const after = { trial, userId: 'test-user', steps: trial === 'reward' ? [step] : [step, step] };
  const [entry] = await query<{ id: string }>(
    `INSERT INTO audit_entry (at, actor_kind, action, subject, after)
     VALUES (now(), 'AUTO', 'simulate-callback', $1, $2) RETURNING id`,
    [`app:${key}`, after],
  );
  return entry!.id;
}

async function aTracker({ advertiser, integration }: Network): Promise<string> {
  const key = `${integration}-adjust`;
  const settings = {
    advertiser,
    dialect: 'adjust',
    secret: randomUUID(),
    allowedIps: ['203.0.113.0/24'],
    dailyBudgetUsd: '50',
  };
  await api('PUT', `/integrations/${key}`, { ...settings, eventMap: { abc123: 'level-10', xyz789: 'no-such-task' } });
  const figures = {
    hour: '2026-11-20T12:00:00.000Z',
    count: 812,
    usd: '4060.00',
    limitCount: 500,
    limitUsd: '2500.00',
  };
  await query('UPDATE integration SET breaker_tripped_at = now(), breaker_figures = $2 WHERE key = $1', [key, figures]);
  return key;
}

async function aCustomOne({ advertiser, integration }: Network): Promise<string> {
  const key = `${integration}-custom`;
  const custom = {
    reads: 'query',
    fields: { clickId: 'sub1', transaction: 'tx', status: 'status', payout: 'usd' },
    states: { '1': 'COMPLETED', '2': 'RECONCILED' },
    signature: {
      kind: 'hash',
      algorithm: 'md5',
      parts: [{ part: 'value', of: 'sub1' }, { part: 'value', of: 'tx' }, { part: 'secret' }],
      separator: ':',
      place: { in: 'query', name: 'sig' },
    },
  };
  await api('PUT', `/integrations/${key}`, { advertiser, dialect: 'custom', secret: randomUUID(), custom });
  return key;
}

type Stage = { game: Game; network: Network; player: string; address: string };

async function clicksOf({ game, network, player }: Stage): Promise<World['clicks']> {
  const questions = [
    { key: 'player-id', label: 'Your player ID', example: '4711-0815', required: true },
    { key: 'level', label: 'The level you reached', required: false },
  ];
  const asking = await anOffer(network, {
    title: 'Asking Offer with a rather long title, as some advertisers like them',
  });
  await query('UPDATE offer SET proof_questions = $2 WHERE key = $1', [asking.key, JSON.stringify(questions)]);
  const inSteps = await anOffer(network, {
    tasks: [
      { key: 'install', name: 'Install and open', payoutUsd: '0.50', rewardAmount: 500, ttcMinutes: 60 },
      { key: 'harvest', name: 'Bring in the first harvest', payoutUsd: '2.10', rewardAmount: 2100, ttcMinutes: 120 },
      { key: 'barn', name: 'Build the big barn', payoutUsd: '14.50', rewardAmount: 14500, ttcMinutes: 20160 },
    ],
  });
  const click = async (hoursAgo: number, offer?: { key: string }) =>
    aClick(game, offer ?? (await anOffer(network)), player, hoursAgo);
  const clicks = {
    ready: await click(48, asking),
    early: await click(2),
    late: await click(24 * 60 + 1),
    steps: await click(100, inSteps),
    pending: await click(30),
    rejected: await click(31),
    rewarded: await click(32),
  };
  await confirm(network, clicks.steps, { task: 'install' });
  await confirm(network, clicks.pending, { state: 'PENDING' });
  await confirm(network, clicks.rejected, { state: 'RECONCILED', reason: 'POSTBACK_COUNTRY_MISMATCH' });
  await confirm(network, clicks.rewarded);
  return clicks;
}

async function ticketsOf(stage: Stage, silent: string): Promise<Omit<World['tickets'], 'unproven'>> {
  const { game, network, player, address } = stage;
  const open = await ticketAbout(stage, { payoutUsd: '12.00' });
  await proveAddress(address);
  const [denied, escalated, held, approved, reversed] = [
    await ticketAbout(stage),
    await ticketAbout(stage),
    await ticketAbout(stage),
    await ticketAbout(stage),
    await ticketAbout(stage),
  ];
  const registered = await aTicket(await aClick(game, await anOffer(network), player, 3), { address });
  const others = anAddress();
  const lost = await ticketAbout({ ...stage, player: silent, address: others });
  await proveAddress(others);
  await confirm(network, lost.click);

  await confirm(network, held.click, { state: 'PENDING' });
  await confirm(network, approved.click);
  await confirm(network, reversed.click, { tx: `tx-${reversed.click}` });
  await rewardBecomes(reversed.number, 'ACKNOWLEDGED');
  await confirm(network, reversed.click, {
    tx: `tx-${reversed.click}`,
    state: 'RECONCILED',
    reason: 'HIGH_FRAUD_SCORE',
  });
  await isMatched(held.click);
  await runHourly();
  await becomes(denied.number, 'DENIED');
  await becomes(escalated.number, 'DENIED');
  await disagree(stage, escalated.number);
  await rewardBecomes(approved.number, 'ACKNOWLEDGED');
  await rewardBecomes(reversed.number, 'REVERSED');
  return {
    registered: registered.number,
    open: open.number,
    denied: denied.number,
    escalated: escalated.number,
    approved: approved.number,
    held: held.number,
    reversed: reversed.number,
    silent: lost.number,
  };
}

async function ticketAbout({ game, network, player, address }: Stage, offer: { payoutUsd?: string } = {}) {
  const click = await aClick(game, await anOffer(network, offer), player);
  return { ...(await aTicket(click, { address })), click };
}

async function disagree({ game, player }: Stage, number: string): Promise<void> {
  const entered = await fetch(wallLink(game, player), { redirect: 'manual' });
  const cookie = entered.headers.get('set-cookie')!.split(';')[0]!;
  const body = new URLSearchParams({ description: 'I have a screenshot that shows the castle at level 10.' });
  await fetch(`${demo.url}/api/wall/tickets/${number}/escalate`, {
    method: 'POST',
    headers: { Cookie: cookie, Origin: demo.url },
    body,
    redirect: 'manual',
  });
  await becomes(number, 'ESCALATED');
  await statusOf(number);
}

async function ban(click: string): Promise<void> {
  await query(
    `UPDATE end_user SET banned_at = now(), ban_reason = 'Several accounts on one device'
      WHERE id = (SELECT user_id FROM click WHERE id = $1)`,
    [click],
  );
}

function pathIn({ text }: { text: string }, beginning: string): string {
  const link = text.match(/https?:\/\/\S+/g)!.find((found) => new URL(found).pathname.startsWith(beginning))!;
  return link.replace(demo.url, '');
}

/** Under the settings in force it went as it went; a day of grace would have brought another end. */
async function aDryRun(denied: string): Promise<string> {
  const denies = { verdict: 'deny', reason: 'not-confirmed', at: '2026-11-01T10:00:00.000Z', contradicted: true };
  const approves = { verdict: 'approve', reason: 'confirmed', at: '2026-11-01T12:00:00.000Z', contradicted: false };
  const one = { count: 1, micros: '3500000' };
  const [run] = await query<{ id: string }>(
    `INSERT INTO dry_run (agent_id, status, from_at, until_at, policies, rule_version, total, done, upto_at, upto_id, counts, started_at, ended_at)
     SELECT a.id, 'DONE', now() - interval '3 days', now(), $1, '2026-11-2', 1, 1, now(), t.id, $2, now(), now()
       FROM agent a, ticket t WHERE a.role = 'admin' AND t.number = $3 ORDER BY a.id LIMIT 1 RETURNING id`,
    [
      JSON.stringify([0, 86_400_000].map((graceMs) => ({ limitMicros: '5000000', graceMs }))),
      JSON.stringify({ '0:deny:denied-auto': one, '0:contradicted:denied-auto': one, '1:approve:denied-auto': one }),
      denied,
    ],
  );
  await query(
    `INSERT INTO dry_run_row (dry_run_id, place, ticket_id, happened, value_micros, rulings)
     SELECT $1, 0, id, 'denied-auto', value_micros, $2 FROM ticket WHERE number = $3`,
    [run!.id, JSON.stringify([denies, approves]), denied],
  );
  return run!.id;
}

async function personOf(player: string): Promise<string> {
  const [user] = await query<{ id: string }>('SELECT id FROM end_user WHERE external_id = $1', [player]);
  return user!.id;
}

/** The tombstone and the job's promise, as the use case writes them; the demo's worker does the rest. */
async function anErased(game: Game, network: Network): Promise<string> {
  const player = `eve-${randomUUID().slice(0, 8)}`;
  await aClick(game, await anOffer(network), player);
  const id = await personOf(player);
  await query('UPDATE end_user SET erased_at = now() WHERE id = $1', [id]);
  await query('INSERT INTO erasure (user_id, pseudonym, asked_at) VALUES ($1, $2, now())', [
    id,
    `erased:${randomUUID().replaceAll('-', '')}`,
  ]);
  await query(`SELECT graphile_worker.add_job('erase-person', json_build_object('userId', $1::text))`, [id]);
  return id;
}
