/** Whom a newcomer can be at /dev: the players of the stories with signed links, and the agents with their passwords. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wallSignature } from '@/lib/accounts/wall-sessions';
import { db, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';

export type DemoPlayer = { app: string; game: string; user: string; sentences: string[]; wallPath: string };

/** In the order of the stories; a link made here is good for a day. */
export async function listDemoPlayers(now: Date): Promise<DemoPlayer[]> {
  const rows = await db.query<Omit<DemoPlayer, 'wallPath'> & { locale: string | null; wallSecret: string }>(sql`
    SELECT a.key AS app, a.name AS game, told."user", told.locale, a.wall_secret, told.sentences
      FROM (SELECT story.value->>'app' AS app, story.value->>'user' AS "user", min(story.position) AS position, min(story.value->>'locale') AS locale,
                   array_agg(story.value->>'sentence' ORDER BY story.position) AS sentences
              FROM setting s CROSS JOIN LATERAL jsonb_array_elements(s.value->'stories') WITH ORDINALITY AS story(value, position)
             WHERE s.key = 'demo-seeded' GROUP BY 1, 2) told
      JOIN app a ON a.key = told.app ORDER BY told.position`);
  return rows.map(({ wallSecret, locale, ...player }) => {
    const path = wallPath({ ...player, secret: wallSecret }, now);
    return { ...player, wallPath: locale ? `${path}&lang=${locale}` : path };
  });
}

export type DemoGame = { key: string; name: string };

export function listDemoGames(): Promise<DemoGame[]> {
  return db.query<DemoGame>(sql`SELECT key, name FROM app ORDER BY created_at, key LIMIT 100`);
}

/** As the game would make it (03, "The wall"); null for a game that is not there. */
export async function wallPathFor(app: string, user: string, now: Date): Promise<string | null> {
  const [found] = await db.query<{ wallSecret: string }>(sql`SELECT wall_secret FROM app WHERE key = ${app}`);
  return found ? wallPath({ app, user, secret: found.wallSecret }, now) : null;
}

function wallPath({ app, user, secret }: { app: string; user: string; secret: string }, now: Date): string {
  const ts = String(Math.floor(now.getTime() / 1000));
  const query = new URLSearchParams({ app, user, ts, sig: wallSignature(secret, { app, user, ts }) });
  return `/wall?${query}`;
}

export type DemoLogin = { role: string; email: string; password: string };

/** From the data folder's own file; empty when the demo was not started from this folder. */
export async function readDemoLogins(): Promise<DemoLogin[]> {
  try {
    const kept: { agents: DemoLogin[] } = JSON.parse(await readFile(join(env.DATA_DIR, 'demo-secrets.json'), 'utf8'));
    return kept.agents;
  } catch {
    return [];
  }
}
