/** `npm run doctor`: what is right and what is not, a line each, with what to do about it. Exits with 1 when something is wrong. */
import { existsSync } from 'node:fs';
import { createConnection } from 'node:net';
import pg from 'pg';
import { missingForProduction, parseEnv } from '@/lib/foundation/env';
import { databaseUrl } from './database';
import { differenceToSchema } from './schema-engine';

type Finding = { ok: boolean; what: string; advice?: string };

const findings: Finding[] = [node(), build(), ...configuration(), ...(await database()), await mail()];
for (const { ok, what, advice } of findings)
  console.log(`${ok ? '✓' : '✗'} ${what}${ok || !advice ? '' : `\n    ${advice}`}`);
process.exit(findings.every(({ ok }) => ok) ? 0 : 1);

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > 22 || (major === 22 && minor >= 18);
  return { ok, what: `Node ${process.versions.node}`, advice: 'Needs 22.18 or newer; `npm run` uses the pinned one.' };
}

function build(): Finding {
  return { ok: existsSync('.next/BUILD_ID'), what: 'The web is built', advice: 'Run `npm run build`.' };
}

function configuration(): Finding[] {
  const missing = missingForProduction(process.env);
  const what =
    missing.length === 0
      ? 'Everything `npm start` needs is set'
      : `Not set: ${missing.join(', ')} (only \`npm start\` needs them)`;
  try {
    parseEnv(process.env);
    return [{ ok: true, what }];
  } catch (error) {
    return [{ ok: false, what: (error as Error).message }];
  }
}

async function database(): Promise<Finding[]> {
  try {
    const { url, release } = await databaseUrl();
    const client = new pg.Client(url);
    await client.connect();
    try {
      return [
        await version(client),
        await settings(client),
        await migrations(client, url),
        await invariants(client),
        await unmatched(client),
      ];
    } finally {
      await client.end();
      await release();
    }
  } catch (error) {
    return [{ ok: false, what: 'The database answers', advice: (error as Error).message }];
  }
}

async function version(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query('SHOW server_version');
  const found = String(rows[0].server_version);
  return { ok: Number.parseInt(found, 10) >= 18, what: `PostgreSQL ${found}`, advice: 'Needs 18 or newer.' };
}

async function settings(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query(
    `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting NOT IN ('on', 'remote_apply')`,
  );
  const off = rows.map(({ name, setting }) => `${name}=${setting}`).join(', ');
  return { ok: rows.length === 0, what: 'What is acknowledged survives a crash', advice: `Set to on: ${off}` };
}

async function migrations(client: pg.Client, url: string): Promise<Finding> {
  const { rows } = await client.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`);
  const difference = rows[0].there ? await differenceToSchema(url) : 'nothing is applied';
  return { ok: difference === '', what: 'The database has this version’s schema', advice: 'Run `npm run migrate`.' };
}

async function invariants(client: pg.Client): Promise<Finding> {
  try {
    const { rows } = await client.query('SELECT name, count FROM invariant_violations WHERE count > 0');
    return {
      ok: rows.length === 0,
      what: 'Nothing is true that must never be',
      advice: rows.map(({ name, count }) => `${count} × not: ${name}`).join('; '),
    };
  } catch {
    return { ok: false, what: 'The invariants can be checked', advice: 'Run `npm run migrate`.' };
  }
}

/** No fault of ours, but worth knowing: the advertiser confirms clicks that we have never heard of. */
async function unmatched(client: pg.Client): Promise<Finding> {
  try {
    const { rows } = await client.query(
      `SELECT count(*)::int AS count, min(received_at) AS oldest FROM confirmation f
        WHERE matched_at IS NULL AND NOT EXISTS (SELECT FROM click WHERE id = f.click_id)`,
    );
    const { count, oldest } = rows[0];
    const since = count > 0 ? `: ${count}, the oldest since ${oldest.toISOString()}` : ': none';
    return { ok: true, what: `Confirmations that wait for their click${since}` };
  } catch {
    return { ok: false, what: 'Confirmations can be counted', advice: 'Run `npm run migrate`.' };
  }
}

async function mail(): Promise<Finding> {
  const url = process.env.SMTP_URL;
  if (!url) return { ok: true, what: 'Mail: the demo’s own mailbox (SMTP_URL is not set)' };
  const { hostname, port } = new URL(url);
  const ok = await new Promise<boolean>((done) => {
    const socket = createConnection({ host: hostname, port: Number(port || 25), timeout: 3000 }, () => done(true));
    socket.on('error', () => done(false)).on('timeout', () => done(false));
  });
  return { ok, what: `The mail server ${hostname} answers`, advice: 'Check SMTP_URL.' };
}
