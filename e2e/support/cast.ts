/**
 * A small cast for tests against a database: one game, one advertiser with a native integration, offers and users made as
 * they are needed. Everything goes through the house's own use cases, except what stands before the story begins.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { storeClicks } from '@/lib/clicks/store-clicks';
import type { PostbackRequest } from '@/lib/dialects/dialect';
import { canonical } from '@/lib/dialects/native';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { validationCode } from '@/lib/outbox/links';
import { matchWaiting } from '@/lib/postbacks/match-confirmation';
import { type Received, receivePostback } from '@/lib/postbacks/receive-postback';
import { titleKey } from '@/lib/rules/eligibility';
import { isRefusal } from '@/lib/rules/refusal';
import { type OpenedTicket, openTicket } from '@/lib/tickets/open-ticket';
import { validateByCode } from '@/lib/tickets/validate-email';

export const HOUR = 3600_000;
export const DAY = 24 * HOUR;

export type Cast = { appId: string; appKey: string; advertiserId: string; integrationKey: string; secret: string };

export async function aCast(options: { callbackUrl?: string; callbackDialect?: string } = {}): Promise<Cast> {
  const suffix = randomUUID().slice(0, 8);
  const secret = `secret-${suffix}-0123456789abcdef`;
  const [row] = await db.query<{ appId: string; advertiserId: string }>(sql`
    WITH p AS (INSERT INTO publisher (key, name) VALUES (${`pub-${suffix}`}, 'Studio') RETURNING id),
         a AS (INSERT INTO app (key, publisher_id, name, currency_name, currency_per_usd, wall_secret, callback_dialect,
                                callback_url, callback_secret, callback_enabled)
               SELECT ${`app-${suffix}`}, id, 'Gem Quest', 'Gems', 1000, 'wall-secret-0123456789abcdef0123456789',
                      ${options.callbackDialect ?? null}, ${options.callbackUrl ?? null}, 'game-secret', ${options.callbackUrl !== undefined}
                 FROM p RETURNING id),
         v AS (INSERT INTO advertiser (key, name) VALUES (${`adv-${suffix}`}, 'Acme') RETURNING id),
         i AS (INSERT INTO integration (key, advertiser_id, dialect, secret) SELECT ${`int-${suffix}`}, id, 'native', ${secret} FROM v)
    SELECT a.id AS app_id, v.id AS advertiser_id FROM a, v`);
  return { ...row!, appKey: `app-${suffix}`, integrationKey: `int-${suffix}`, secret };
}

export type Task = {
  key: string;
  name?: string;
  payoutMicros?: bigint;
  rewardAmount?: bigint;
  ttcMinutes?: number | null;
};

export async function anOffer(
  cast: Cast,
  options: { title?: string; tasks?: Task[]; questions?: unknown[] } = {},
): Promise<string> {
  const title = options.title ?? `Coin Kingdom ${randomUUID().slice(0, 8)}`;
  const [offer] = await db.query<{ id: string }>(sql`
    INSERT INTO offer (key, advertiser_id, title, title_key, proof_questions)
    VALUES (${`offer-${randomUUID().slice(0, 8)}`}, ${cast.advertiserId}::uuid, ${title}, ${titleKey(title)},
            ${JSON.stringify(options.questions ?? [])}::jsonb) RETURNING id`);
  for (const [position, task] of (options.tasks ?? [{ key: 'level-10' }]).entries()) {
    await db.execute(sql`
      INSERT INTO task (offer_id, key, name, position, payout_micros, reward_amount, ttc_minutes)
      VALUES (${offer!.id}::uuid, ${task.key}, ${task.name ?? task.key}, ${position}, ${task.payoutMicros ?? 3_500_000n},
              ${task.rewardAmount ?? 3500n}, ${task.ttcMinutes ?? null})`);
  }
  return offer!.id;
}

export async function aUser(cast: Cast): Promise<string> {
  const [user] = await db.query<{ id: string }>(sql`
    INSERT INTO end_user (app_id, external_id) VALUES (${cast.appId}::uuid, ${`user-${randomUUID()}`}) RETURNING id`);
  return user!.id;
}

/** A click `ago` milliseconds before now (by default two days: a ticket can be opened). */
export async function aClick(
  userId: string,
  offerId: string,
  { ago = 2 * DAY, at }: { ago?: number; at?: Date } = {},
): Promise<string> {
  const id = randomUUID().replaceAll('-', '');
  await inTransaction(async (tx) => {
    const clickedAt = at ?? new Date(tx.now.getTime() - ago);
    await storeClicks(tx, [{ id, userId, offerId, clickedAt, ip: '192.0.2.7', country: 'DE', device: {} }]);
  });
  return id;
}

export const DESCRIPTION = 'I reached level 10 yesterday evening and nothing came.';

/** Opens a ticket and proves the address, as a user would. */
export async function aTicket(
  userId: string,
  clickId: string,
  options: { tasks?: string[]; email?: string; validated?: boolean; at?: Date } = {},
): Promise<OpenedTicket> {
  const email = options.email ?? `${randomUUID().slice(0, 8)}@example.com`;
  const form = { click: clickId, tasks: options.tasks ?? [], email, description: DESCRIPTION, answers: {} };
  const opened = await openTicket(form, { userId, locale: 'en', source: 'USER' }, { at: options.at });
  if (isRefusal(opened)) throw new Error(`${opened.refused}: ${opened.message}`);
  if (options.validated ?? true)
    await validateByCode(userId, opened.number, await codeOf(opened.number), { at: options.at });
  return opened;
}

export async function codeOf(number: string): Promise<string> {
  const [row] = await db.query<{ id: string }>(sql`
    SELECT v.id FROM email_validation v JOIN ticket t ON t.id = v.ticket_id
     WHERE t.number = ${number} AND v.replaced_at IS NULL ORDER BY v.created_at DESC LIMIT 1`);
  return row ? validationCode(row.id) : '000000';
}

/** A signed native postback as a GET request. */
export function signedGet(secret: string, params: Record<string, string>, now = new Date()): PostbackRequest {
  const all = { ts: String(Math.floor(now.getTime() / 1000)), ...params };
  const query = new URLSearchParams(all);
  query.set('sig', hmacHex(secret, canonical(Object.entries(all))));
  return {
    method: 'GET',
    url: 'https://rewards.example/api/postbacks/any',
    rawQuery: query.toString(),
    headers: {},
    rawBody: new Uint8Array(),
  };
}

/** The advertiser confirms (or holds, or takes back) by a signed postback, and the worker's matching runs. */
export async function confirm(
  cast: Cast,
  clickId: string,
  {
    state = 'COMPLETED',
    tx = randomUUID(),
    task,
    reason,
    match = true,
  }: { state?: string; tx?: string; task?: string; reason?: string; match?: boolean } = {},
): Promise<Received> {
  const params = { click_id: clickId, tx, state, ...(task && { task }), ...(reason && { reason }) };
  const received = await receivePostback(cast.integrationKey, signedGet(cast.secret, params), null, new Date());
  if (match) await matchWaiting();
  return received;
}

export type TicketState = { status: string; round: number; version: number; closedReason: string | null };

export async function ticketState(number: string): Promise<TicketState> {
  const [row] = await db.query<TicketState>(
    sql`SELECT status, round, version, closed_reason FROM ticket WHERE number = ${number}`,
  );
  return row!;
}

export async function emailKeys(number: string): Promise<string[]> {
  const rows = await db.query<{ template: string }>(sql`
    SELECT m.template FROM email m JOIN ticket t ON t.id = m.ticket_id WHERE t.number = ${number} ORDER BY m.created_at, m.id`);
  return rows.map(({ template }) => template);
}

export async function count(
  table: 'reward_grant' | 'callback' | 'decision' | 'ticket' | 'confirmation' | 'receipt' | 'email',
): Promise<number> {
  const statement = {
    reward_grant: sql`SELECT count(*)::int AS n FROM reward_grant`,
    callback: sql`SELECT count(*)::int AS n FROM callback`,
    decision: sql`SELECT count(*)::int AS n FROM decision`,
    ticket: sql`SELECT count(*)::int AS n FROM ticket`,
    confirmation: sql`SELECT count(*)::int AS n FROM confirmation`,
    receipt: sql`SELECT count(*)::int AS n FROM receipt`,
    email: sql`SELECT count(*)::int AS n FROM email`,
  };
  const [row] = await db.query<{ n: number }>(statement[table]);
  return row!.n;
}

function hmacHex(secret: string, signed: string): string {
  return createHmac('sha256', secret).update(signed).digest('hex');
}
