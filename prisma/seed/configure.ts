/**
 * Writes the demo's configuration through the operator's own use cases, at every start: the pretended game server has
 * another port each time. What has not changed stays as it is.
 */

import { saveAgent } from '@/lib/accounts/agents';
import { API_SCOPES, createApiKey, requireApiKey } from '@/lib/accounts/api-keys';
import { passwordMatches } from '@/lib/accounts/passwords';
import type { Actor } from '@/lib/foundation/audit';
import { db, sql } from '@/lib/foundation/db';
import { advertiserInput } from '@/lib/offers/advertiser-schema';
import { appInput } from '@/lib/offers/app-schema';
import { integrationInput } from '@/lib/offers/integration-schema';
import { offerInput } from '@/lib/offers/offer-schema';
import { putAdvertiser } from '@/lib/offers/put-advertiser';
import { putApp } from '@/lib/offers/put-app';
import { putIntegration } from '@/lib/offers/put-integration';
import { putOffer } from '@/lib/offers/put-offer';
import { parseUsd } from '@/lib/rules/money';
import { isRefusal } from '@/lib/rules/refusal';
import { addCalendar } from '@/lib/tickets/save-calendar';
import { ADVERTISERS, AGENTS, APPS, type DemoApp } from './catalogue';
import { type DemoOffer, OFFERS } from './offers';
import { integrationOf, type Secrets, writeSecrets } from './secrets';

const SEED: Actor = { kind: 'AUTO', id: null };

export async function configure(secrets: Secrets, gameUrl: string, now: Date): Promise<void> {
  for (const advertiser of ADVERTISERS) await putDemoAdvertiser(advertiser, secrets, now);
  for (const app of APPS) await putDemoApp(app, secrets, gameUrl);
  for (const offer of OFFERS) await putDemoOffer(offer);
  await hireAgents(secrets, now);
  await keepOfficeHours(now);
}

/** The desk's own calendar; deadlines are counted by the wall clock until a lead chooses it. */
async function keepOfficeHours(now: Date): Promise<void> {
  const [morning, afternoon] = [
    { from: 9 * 60, to: 12 * 60 },
    { from: 13 * 60, to: 18 * 60 },
  ];
  const day = [morning!, afternoon!];
  const year = now.getUTCFullYear();
  const holidays = [
    { date: `${year}-12-25`, name: 'Christmas' },
    { date: `${year + 1}-01-01`, name: 'New Year' },
  ];
  const week = [day, day, day, day, day, [morning!], []];
  const made = await addCalendar({ name: 'Support desk, Berlin', timeZone: 'Europe/Berlin', week, holidays }, SEED);
  if (isRefusal(made) && made.refused !== 'conflict') throw new Error(made.message);
}

async function putDemoAdvertiser({ key, name, timeZone }: (typeof ADVERTISERS)[number], secrets: Secrets, now: Date) {
  const year = now.getUTCFullYear();
  const holidays = [`${year}-01-01`, `${year}-12-25`, `${year}-12-26`, `${year + 1}-01-01`];
  await putAdvertiser(
    key,
    advertiserInput.parse({ name, timeZone, recheckEmail: `recheck@${key}.example`, holidays }),
    SEED,
  );
  await db.execute(sql`
    INSERT INTO advertiser_contact (advertiser_id, email, name, created_at)
    SELECT id, ${`contact@${key}.example`}, ${`Carla of ${name}`}, ${now} FROM advertiser WHERE key = ${key}
    ON CONFLICT DO NOTHING`);
  const secret = secrets.integrations[integrationOf(key)];
  accepted(
    await putIntegration(
      integrationOf(key),
      integrationInput.parse({ advertiser: key, dialect: 'native', secret }),
      SEED,
    ),
  );
}

/** A port on which nobody listens. */
const NOBODY = 'http://127.0.0.1:9';

async function putDemoApp({ key, name, publisher, currency, isDown }: DemoApp, secrets: Secrets, gameUrl: string) {
  const address = (kind: string) =>
    `${isDown ? NOBODY : gameUrl}/games/${key}/${kind}?user=[USER_ID]&rewards=[REWARDS]&event=[EVENT_ID]`;
  const callback = {
    dialect: 'ironsource',
    urlTemplate: address('reward'),
    reversalUrlTemplate: address('reversal'),
    secret: secrets.games[key],
  };
  const input = {
    name,
    publisher,
    contact: { email: `rewards@${publisher.toLowerCase().replaceAll(' ', '-')}.example`, locale: 'en' },
    currency: { name: currency, perUsd: '1000' },
    wallSecret: secrets.walls[key],
    callback,
  };
  accepted(await putApp(key, appInput.parse(input), SEED));
}

/** The questions are the console's to write; the operator's API does not know them. */
async function putDemoOffer({
  key,
  advertiser,
  title,
  requirements,
  steps,
  countries = [],
  questions = [],
}: DemoOffer) {
  const tasks = steps.map((step) => ({ ...step, rewardAmount: Number(parseUsd(step.payoutUsd)! / 1000n) }));
  accepted(await putOffer(key, offerInput.parse({ advertiser, title, requirements, tasks, countries }), SEED));
  await db.execute(sql`UPDATE offer SET proof_questions = ${JSON.stringify(questions)}::jsonb WHERE key = ${key}`);
}

/** The passwords that the demo prints are the ones that open. */
async function hireAgents({ agents }: Secrets, now: Date): Promise<void> {
  const hired = await db.query<{ email: string; passwordHash: string | null }>(
    sql`SELECT email, password_hash FROM agent`,
  );
  await Promise.all(
    AGENTS.map(async (agent) => {
      const { password } = agents.find(({ email }) => email === agent.email)!;
      const known = hired.find(({ email }) => email === agent.email);
      if (known && (await passwordMatches(known.passwordHash, password))) return;
      accepted(await saveAgent({ ...agent, password }, now));
    }),
  );
}

/** Only the hash is in the database: a key that it does not know is made anew. */
export async function keepApiKey(secrets: Secrets, now: Date): Promise<string> {
  const kept = secrets.apiKey && (await requireApiKey(`Bearer ${secrets.apiKey}`, 'config:write', now));
  if (secrets.apiKey && !isRefusal(kept)) return secrets.apiKey;
  const { key } = await createApiKey({ name: 'Demo', scopes: API_SCOPES }, now);
  writeSecrets({ ...secrets, apiKey: key });
  return key;
}

/** The seed knows what it does: a refusal here is a mistake in the seed. */
export function accepted<T>(answer: T): Exclude<T, { refused: string }> {
  if (isRefusal(answer)) throw new Error(`The seed was refused: ${JSON.stringify(answer)}`);
  return answer as Exclude<T, { refused: string }>;
}
