/**
 * End users have no account with us: the game vouches for them with a signed link (03, "The wall"), which is exchanged
 * once for a session cookie. The session knows one user of one app, and nothing else.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { erasedAmong } from '@/lib/outbox/erased-users';
import { ID_PATTERN } from '@/lib/rules/api-fields';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { isUserId } from '@/lib/rules/user-id';

const LINK_LIVES_MS = 24 * 3600_000;
const LINK_MAY_BE_AHEAD_MS = 5 * 60_000;
const SESSION_LIVES_MS = 24 * 3600_000;

export type Visitor = {
  userId: string;
  appId: string;
  externalId: string;
  locale: string;
  app: { key: string; name: string; currencyName: string; frameOrigins: string[]; brand: unknown };
  /** `byNetwork`: a network did, and the reason is in its words; otherwise the operator, in words for the user. */
  banned: { at: Date; reason: string | null; byNetwork: boolean } | null;
};

const NOT_VALID = refuse('link-not-valid', 'This link is not valid. Please open the offers from your game again.');
const ERASED = refuse('link-not-valid', 'Your data here was erased, as was asked for. Nothing new is kept about you.');
const TOO_OLD = refuse('link-not-valid', 'This link is too old. Please open the offers from your game again.');

/**
 * Checks a wall link and opens a session. `query` is the link's own query string, still as it came.
 * `fallbackLocale` is used when the link names no language. Refused: `link-not-valid`, `malformed`.
 */
export async function enterWall(
  query: URLSearchParams,
  now: Date,
  fallbackLocale = 'en',
): Promise<{ token: string; expiresAt: Date } | Refusal> {
  const link = readLink(query);
  if ('refused' in link) return link;
  const age = now.getTime() - Number(link.ts) * 1000;
  if (age > LINK_LIVES_MS || age < -LINK_MAY_BE_AHEAD_MS) return TOO_OLD;
  const app = await findApp(link.app);
  if (!app || !isSignedBy(link, [app.wallSecret, app.previousWallSecret])) return NOT_VALID;
  return openSession(app.id, link.user, link.lang ?? fallbackLocale, now);
}

type Link = { app: string; user: string; ts: string; sig: string; lang: string | null };

function readLink(query: URLSearchParams): Link | Refusal {
  const one = (name: string) => (query.getAll(name).length === 1 ? query.get(name)! : '');
  const link = {
    app: one('app'),
    user: one('user'),
    ts: one('ts'),
    sig: one('sig'),
    lang: readLocale(query.get('lang')),
  };
  if (!/^[1-9]\d{9}$/.test(link.ts) || !/^[0-9a-f]{64}$/i.test(link.sig) || !ID_PATTERN.test(link.app))
    return NOT_VALID;
  if (!isUserId(link.user)) {
    return refuse(
      'malformed',
      'The link names no user: the game must put its own user id where the placeholder stands.',
    );
  }
  return link;
}

export function readLocale(given: string | null): string | null {
  try {
    return given && given.length <= 35 ? (Intl.getCanonicalLocales(given)[0] ?? null) : null;
  } catch {
    return null;
  }
}

async function findApp(key: string) {
  const [app] = await db.query<{ id: string; wallSecret: string; previousWallSecret: string | null }>(
    sql`SELECT id, wall_secret, previous_wall_secret FROM app WHERE key = ${key}`,
  );
  return app;
}

function isSignedBy(link: Link, secrets: readonly (string | null)[]): boolean {
  const received = Buffer.from(link.sig, 'hex');
  return secrets.some((secret) => secret && timingSafeEqual(received, Buffer.from(wallSignature(secret, link), 'hex')));
}

/** `HMAC-SHA256(wallSecret, "app=" + enc(app) + "&user=" + enc(user) + "&ts=" + ts)` in hex. */
export function wallSignature(secret: string, { app, user, ts }: { app: string; user: string; ts: string }): string {
  const signed = `app=${encodeURIComponent(app)}&user=${encodeURIComponent(user)}&ts=${ts}`;
  return createHmac('sha256', secret).update(signed).digest('hex');
}

async function openSession(appId: string, externalId: string, locale: string, now: Date) {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + SESSION_LIVES_MS);
  return inTransaction(async (tx) => {
    if ((await erasedAmong(tx, [{ appId, externalId }])).length > 0) return ERASED;
    await tx.execute(sql`
    WITH the_user AS (
      INSERT INTO end_user (app_id, external_id, locale) VALUES (${appId}::uuid, ${externalId}, ${locale})
      ON CONFLICT (app_id, external_id) DO UPDATE SET locale = excluded.locale RETURNING id)
    INSERT INTO wall_session (token_hash, user_id, locale, created_at, expires_at)
    SELECT ${hash(token)}, id, ${locale}, ${now}, ${expiresAt} FROM the_user`);
    return { token, expiresAt };
  });
}

/** Null when there is no such session, or it is over, or the user has been erased. */
export async function visitorBySession(token: string, now: Date): Promise<Visitor | null> {
  const [row] = await db.query<SessionRow>(sql`
    SELECT u.id AS user_id, u.app_id, u.external_id, s.locale, u.banned_at, u.ban_reason,
           u.banned_by_integration_id IS NOT NULL AS banned_by_network, a.key, a.name, a.currency_name, a.frame_origins, a.brand
      FROM wall_session s JOIN end_user u ON u.id = s.user_id JOIN app a ON a.id = u.app_id
     WHERE s.token_hash = ${hash(token)} AND s.expires_at > ${now} AND u.erased_at IS NULL`);
  if (!row) return null;
  const { userId, appId, externalId, locale, bannedAt, banReason, bannedByNetwork: byNetwork, ...app } = row;
  return { userId, appId, externalId, locale, app, banned: bannedAt && { at: bannedAt, reason: banReason, byNetwork } };
}

type SessionRow = Omit<Visitor, 'app' | 'banned'> &
  Visitor['app'] & { bannedAt: Date | null; banReason: string | null; bannedByNetwork: boolean };

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
