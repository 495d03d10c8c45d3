/**
 * Postbacks in: 64 connections send signed, unique native postbacks about clicks on file, to the intake process and to the
 * web's route; beside them the same check with a bare INSERT, alone and grouped, a constant route of the same web, and
 * PostgreSQL's own single-row commits. Interleaved rounds, medians. Afterwards nothing that was acknowledged may be missing.
 */
import { execFile } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { canonical } from '@/lib/dialects/native';
import { freePort } from '../../bin/postgres';
import { WORKER_COMMAND } from '../../bin/worker-command';
import { openDoors } from '../faults/doors';
import { INTEGRATION_SECRET, type Laboratory } from '../faults/laboratory';
import { generateTickets, OFFER } from '../support/generate-tickets';
import { type Load, pace, percentile, saturate } from './load';
import { type Measured, median, type Row } from './measure';

type Plan = { requests: number; webRequests: number; rounds: number; paced: number; pgbenchSeconds: number };
const FULL: Plan = { requests: 20_000, webRequests: 4_000, rounds: 3, paced: 15_000, pgbenchSeconds: 3 };
const SMALL: Plan = { requests: 4_000, webRequests: 1_000, rounds: 3, paced: 3_000, pgbenchSeconds: 1 };

const CONNECTIONS = 64;
const CLICKS = 5_000;
const DOOR = '/api/postbacks/adv-native';

export async function measurePostbacks(lab: Laboratory, small: boolean): Promise<Measured> {
  const plan = small ? SMALL : FULL;
  await generateTickets(lab.client, { first: 1, count: CLICKS, state: 'clicked' });
  await lab.client.query(`
    CREATE TABLE bare_postback (id uuid PRIMARY KEY DEFAULT uuidv7(), transaction text NOT NULL UNIQUE, query text NOT NULL,
                                received_at timestamptz NOT NULL DEFAULT now())`);
  await lab.client.query('VACUUM ANALYZE');
  const servers = await startServers(lab);
  const acknowledged: string[] = [];
  const send = async (port: number, count: number, perSecond?: number) => {
    const sent = prepare(count);
    const requests = sent.map(({ request }) => request);
    const load = perSecond
      ? await pace(port, CONNECTIONS, requests, perSecond)
      : await saturate(port, CONNECTIONS, requests);
    refuseRefusals(load);
    return { load, transactions: load.accepted.map((index) => sent[index]!.transaction) };
  };
  const figures: Record<Contender, number[]> = {
    intake: [],
    web: [],
    single: [],
    group: [],
    constant: [],
    pgbench: [],
  };
  for (let round = -1; round < plan.rounds; round += 1) {
    // The first round only warms up.
    const warmUp = round < 0;
    for (const name of ['intake', 'single', 'group', 'web', 'constant', 'pgbench'] as const) {
      const perSecond = await runOne(name);
      if (!warmUp) figures[name].push(perSecond);
      console.error(`  ${warmUp ? 'warming up' : `round ${round + 1}`}: ${name} ${Math.round(perSecond)}/s`);
    }
  }
  const top = median(figures.intake);
  const half = await send(servers.intake, Math.min(plan.paced, Math.round(top * 5)), top / 2);
  acknowledged.push(...half.transactions);
  const missing = await countMissing(lab, acknowledged);
  return conclude(figures, half.load, acknowledged.length, missing);

  async function runOne(name: Contender): Promise<number> {
    switch (name) {
      case 'pgbench':
        return runPgbench(lab, plan.pgbenchSeconds);
      case 'constant': {
        const requests = Array.from({ length: plan.webRequests }, () => get('/api/health'));
        const load = await saturate(servers.web, CONNECTIONS, requests);
        refuseRefusals(load);
        return load.perSecond;
      }
      default: {
        const { load, transactions } = await send(servers[name], name === 'web' ? plan.webRequests : plan.requests);
        if (name === 'intake' || name === 'web') acknowledged.push(...transactions);
        return load.perSecond;
      }
    }
  }
}

type Contender = 'intake' | 'web' | 'single' | 'group' | 'constant' | 'pgbench';
type Servers = Record<'intake' | 'web' | 'single' | 'group', number>;

async function startServers(lab: Laboratory): Promise<Servers> {
  const [web, intake] = await openDoors(lab, ['web', 'intake']);
  const bare = async (mode: string) => {
    const port = await freePort();
    lab.run([...WORKER_COMMAND.slice(0, -1), 'e2e/bench/bare-server.ts', mode, String(port)]);
    for (let tries = 0; tries < 400; tries += 1) {
      const answer = await fetch(`http://127.0.0.1:${port}/?`).catch(() => null);
      if (answer) return port;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('The bare server did not start.');
  };
  const portOf = (url: string) => Number(new URL(url).port);
  return {
    web: portOf(web!.url),
    intake: portOf(intake!.url),
    single: await bare('single'),
    group: await bare('group'),
  };
}

function prepare(count: number): { request: Buffer; transaction: string }[] {
  const ts = String(Math.floor(Date.now() / 1000));
  return Array.from({ length: count }, (_, index) => {
    const transaction = randomUUID();
    const query = canonical([
      ['click_id', `click-${1 + (index % CLICKS)}`],
      ['task', OFFER.task],
      ['tx', transaction],
      ['ts', ts],
    ]);
    const sig = createHmac('sha256', INTEGRATION_SECRET).update(query).digest('hex');
    return { request: get(`${DOOR}?${query}&sig=${sig}`), transaction };
  });
}

function get(target: string): Buffer {
  return Buffer.from(`GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
}

function refuseRefusals({ statuses }: Load): void {
  const others = [...statuses].filter(([status]) => status !== 200);
  if (others.length > 0) throw new Error(`not everything was taken: ${JSON.stringify(others)}`);
}

const PGBENCH = '/usr/bin/pgbench';

/** NaN where it is not installed. */
async function runPgbench({ databaseUrl }: Laboratory, seconds: number): Promise<number> {
  if (!existsSync(PGBENCH)) return Number.NaN;
  const script = join(tmpdir(), `makegood-pgbench-${process.pid}.sql`);
  writeFileSync(script, "INSERT INTO bare_postback (transaction, query) VALUES (gen_random_uuid()::text, 'a=b');\n");
  const options = ['-n', '-c', '32', '-j', '2', '-M', 'prepared', '-T', String(seconds), '-f', script, databaseUrl];
  try {
    const { stdout } = await promisify(execFile)(PGBENCH, options);
    return Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
  } finally {
    rmSync(script, { force: true });
  }
}

async function countMissing({ client }: Laboratory, acknowledged: readonly string[]): Promise<number> {
  const { rows } = await client.query<{ missing: number }>(
    `SELECT count(*)::int AS missing FROM unnest($1::text[]) AS sent(transaction)
      WHERE NOT EXISTS (SELECT FROM confirmation f WHERE f.transaction = sent.transaction)
         OR NOT EXISTS (SELECT FROM receipt r WHERE r.transaction = sent.transaction)`,
    [acknowledged],
  );
  return rows[0]!.missing;
}

function conclude(figures: Record<Contender, number[]>, half: Load, acknowledged: number, missing: number): Measured {
  const of = (name: Contender) => Math.round(median(figures[name]));
  const over = (one: Contender, other: Contender) => Number((median(figures[one]) / median(figures[other])).toFixed(2));
  const p99 = Number(percentile(half.latenciesMs, 0.99).toFixed(1));
  const goal = (ratio: number, atLeast: number) => `× ${ratio} (goal ≥ ${atLeast})`;
  const rows: Row[] = [
    ['the intake process', `${of('intake')}/s`, ''],
    ['  against one INSERT per request', `${of('single')}/s`, goal(over('intake', 'single'), 2.5)],
    ['  against bare INSERTs, grouped', `${of('group')}/s`, goal(over('intake', 'group'), 0.85)],
    ['  against pgbench, single rows', `${of('pgbench')}/s`, goal(over('intake', 'pgbench'), 1)],
    ['  p99 at half its top rate', `${p99} ms`, `at ${Math.round(half.perSecond)}/s (goal ≤ 10 ms)`],
    ['the web’s route', `${of('web')}/s`, ''],
    ['  against a constant route', `${of('constant')}/s`, goal(over('web', 'constant'), 0.9)],
    ['acknowledged, and then missing', String(missing), `of ${acknowledged} (goal 0)`],
  ];
  return {
    rows,
    figures: {
      intake: of('intake'),
      single: of('single'),
      group: of('group'),
      pgbench: of('pgbench'),
      web: of('web'),
      constant: of('constant'),
      intakeOverSingle: over('intake', 'single'),
      intakeOverGroup: over('intake', 'group'),
      intakeOverPgbench: over('intake', 'pgbench'),
      webOverConstant: over('web', 'constant'),
      p99AtHalfMs: p99,
      acknowledged,
      missing,
      ratio: over('intake', 'single'),
    },
  };
}
