/**
 * F24: work goes on after a backup, publishers pay for rewards that the backup knows nothing of, and then the backup is
 * restored. Clicks and postbacks come again, as senders repeat what they are asked for, and everything is decided, granted and
 * told anew. Publishers may hear again what they had paid, but under the id they know: nobody is paid under a second one.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { closeDatabase } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { screenshotStorage } from '@/lib/outbox/screenshot-storage';
import { restoreArchive } from '../../bin/restore-archive';
import { writeArchive } from '../../bin/write-archive';
import { generateTickets } from '../support/generate-tickets';
import { type Advertiser, advertiser } from './advertiser';
import { atOnce } from './at-once';
import type { Fault, Outcome } from './fault';
import { judgeCallbacks, judgeCount, judgeInvariants, say } from './judge';
import type { Laboratory } from './laboratory';
import { anHourPasses, leasesRunOut, untilQuiet } from './passing-time';
import { startCrew } from './worker-crew';

const WORKER = 'e2e/faults/standby-worker.ts';

export const restore: Fault = {
  run: (lab, { short }) => turnBack(lab, async () => undefined, short ? SHORT : LONG),
  control: (lab) => turnBack(lab, drawEventIds, SHORT),
};

type Plan = { perGroup: number; patienceSeconds: number };
const SHORT: Plan = { perGroup: 20, patienceSeconds: 20 };
const LONG: Plan = { perGroup: 400, patienceSeconds: 180 };

/** The control: ids drawn at random in the moment of the grant, by the database that is thrown away. */
async function drawEventIds({ client }: Laboratory): Promise<void> {
  await client.query(`
    CREATE FUNCTION draw_event_id() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN NEW.event_id := gen_random_uuid(); RETURN NEW; END';
    CREATE TRIGGER draw_event_id BEFORE INSERT ON reward_grant FOR EACH ROW EXECUTE FUNCTION draw_event_id()`);
}

async function turnBack(lab: Laboratory, prepare: (lab: Laboratory) => Promise<void>, plan: Plan): Promise<Outcome> {
  const { perGroup: size } = plan;
  const sender = advertiser();
  const file = join(env.DATA_DIR, 'earlier.backup');
  mkdirSync(env.DATA_DIR, { recursive: true });
  await prepare(lab);
  const crew = await startCrew(lab, WORKER, 2, 0);

  // Told before the backup, decided around it, confirmed after it, and clicked after it.
  await generateTickets(lab.client, { first: 1, count: 3 * size, state: 'due' });
  await confirm(sender, 1, size);
  await untilQuiet(lab, plan.patienceSeconds, ['mails', 'tickets', 'jobs']);
  const [written] = await Promise.all([
    writeArchive(lab.databaseUrl, file, screenshotStorage()),
    anHourPasses(lab),
    confirm(sender, size + 1, size),
  ]);
  await generateTickets(lab.client, { first: 3 * size + 1, count: size, state: 'clicked' });
  await confirm(sender, 2 * size + 1, 2 * size);
  await untilQuiet(lab, plan.patienceSeconds, ['mails', 'jobs']);
  await crew.killAll();
  const paidBefore = lab.publisher.accepted.length;
  const grantsBefore = await countGrants(lab);

  await closeDatabase();
  await restoreArchive(lab.databaseUrl, file, screenshotStorage(), { replace: true });
  await prepare(lab);
  const forgotten = grantsBefore - (await countGrants(lab));

  // Whatever was in hand when the backup was taken, nobody has in hand any more.
  await leasesRunOut(lab);
  const survivors = await startCrew(lab, WORKER, 2, 0);
  await generateTickets(lab.client, { first: 3 * size + 1, count: size, state: 'clicked' });
  await confirm(sender, 1, 4 * size);
  await anHourPasses(lab);
  await untilQuiet(lab, plan.patienceSeconds);
  await survivors.killAll();

  const callbacks = judgeCallbacks(lab, sender.promised, paidBefore);
  const invariants = await judgeInvariants(lab);
  const grants = await judgeCount(
    lab,
    'promised users have no grant, or others have one',
    `SELECT count(*) FROM end_user u WHERE EXISTS (SELECT FROM reward_grant WHERE user_id = u.id)
        <> (u.external_id = ANY('{${[...sender.promised].join(',')}}'::text[]))`,
  );
  return {
    findings: [
      ...say(forgotten < 2 * size ? 1 : 0, 'backup was not older than what was paid: nothing is shown'),
      ...callbacks.findings,
      ...grants,
      ...invariants.findings,
    ],
    figures: {
      rowsRestored: Object.values(written.rows).reduce((sum, count) => sum + count, 0),
      grantsForgotten: forgotten,
      paidBeforeRestore: paidBefore,
      ...callbacks.figures,
      ...invariants.figures,
    },
  };
}

async function confirm(sender: Advertiser, first: number, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => first + index);
  await atOnce(16, numbers, (n) => sender.confirm(n, 1));
}

async function countGrants({ client }: Laboratory): Promise<number> {
  const { rows } = await client.query('SELECT count(*)::int AS count FROM reward_grant');
  return rows[0].count;
}
