/**
 * The demo, alive: the world is written at every start, the stories and the months before them once per database. What the
 * stories leave behind is what the house's own use cases made of it; `invariant_violations` stays at 0 (seed.test.ts).
 */
import { databaseNow, db, sql } from '@/lib/foundation/db';
import { tallyTickets } from '@/lib/reports/tally-tickets';
import { ADVERTISERS, APPS } from './catalogue';
import { configure, keepApiKey } from './configure';
import { tellHistory } from './history/history';
import { integrationOf, readSecrets, type Secrets } from './secrets';
import { STORIES, tellStories } from './tell-stories';

export type SeededDemo = {
  apiKey: string;
  agents: { role: string; email: string; password: string }[];
  apps: { key: string; wallSecret: string }[];
  integrations: { key: string; dialect: string; secret: string; advertiser: string }[];
  secretsOfGames: Record<string, string>;
};

export async function seedDemo({ gameUrl }: { gameUrl: string; publicUrl: string }): Promise<SeededDemo> {
  const secrets = readSecrets();
  const now = await databaseNow();
  await configure(secrets, gameUrl, now);
  const apiKey = await keepApiKey(secrets, now);
  if (await mayTellStories()) {
    await tellHistory(secrets, now);
    await tellStories(secrets, now);
    await remember({
      finished: true,
      stories: STORIES.map(({ app, user, locale, sentence }) => ({ app, user, locale, sentence })),
    });
    // The reports have something to say from the first look on.
    await tallyTickets();
  }
  return describe(secrets, apiKey);
}

type Told = { finished: boolean; stories: { app: string; user: string; locale?: string; sentence: string }[] };

/** Only into a database without any traffic. What a start that was interrupted has begun is cleared and told again. */
async function mayTellStories(): Promise<boolean> {
  const [told] = await db.query<{ value: Told }>(sql`SELECT value FROM setting WHERE key = 'demo-seeded'`);
  if (told?.value.finished) return false;
  const [{ used } = { used: false }] = await db.query<{ used: boolean }>(
    sql`SELECT EXISTS (SELECT FROM end_user) OR EXISTS (SELECT FROM receipt) AS used`,
  );
  if (!told && used) return false;
  await remember({ finished: false, stories: [] });
  if (used) await db.execute(sql`TRUNCATE end_user, receipt, confirmation, email, reply_token CASCADE`);
  return true;
}

async function remember(told: Told): Promise<void> {
  await db.execute(sql`
    INSERT INTO setting (key, value) VALUES ('demo-seeded', ${JSON.stringify(told)}::jsonb)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now()`);
}

function describe({ agents, walls, games, integrations }: Secrets, apiKey: string): SeededDemo {
  return {
    apiKey,
    agents,
    apps: APPS.map(({ key }) => ({ key, wallSecret: walls[key]! })),
    integrations: ADVERTISERS.map(({ key: advertiser }) => {
      const key = integrationOf(advertiser);
      return { key, dialect: 'native', secret: integrations[key]!, advertiser };
    }),
    secretsOfGames: games,
  };
}
