/**
 * What people do in a story, each a few lines that call the house's own use cases at an instant of the past: so that what a
 * story leaves behind is what would have come of it, and not what somebody thought would.
 */
import { randomBytes } from 'node:crypto';
import { storeClicks } from '@/lib/clicks/store-clicks';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { signedQuery } from '@/lib/outbox/demo-advertiser';
import { validationCode } from '@/lib/outbox/links';
import { matchConfirmations } from '@/lib/postbacks/match-confirmation';
import { receivePostback } from '@/lib/postbacks/receive-postback';
import { formatUsd } from '@/lib/rules/money';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { escalateTicket } from '@/lib/tickets/escalate-ticket';
import { openTicket } from '@/lib/tickets/open-ticket';
import { ticketForm } from '@/lib/tickets/ticket-form';
import { validateByCode } from '@/lib/tickets/validate-email';
import { accepted } from './configure';
import type { Secrets } from './secrets';

const HOUR = 3_600_000;

/** The stage: whose story it is, and how far back an instant lies. */
export type Scene = { now: Date; userId: string; user: string; app: string; locale: string; secrets: Secrets };

export type Ago = { days?: number; hours?: number; minutes?: number };

export function ago({ now }: { now: Date }, { days = 0, hours = 0, minutes = 0 }: Ago): Date {
  return new Date(now.getTime() - ((days * 24 + hours) * 60 + minutes) * 60_000);
}

export function later(at: Date, { days = 0, hours = 0, minutes = 0 }: Ago): Date {
  return new Date(at.getTime() + ((days * 24 + hours) * 60 + minutes) * 60_000);
}

/** A player of this game; made if nobody has seen them yet. */
export async function playerOf(app: string, user: string, locale: string, at: Date): Promise<string> {
  const [player] = await db.query<{ id: string }>(sql`
    INSERT INTO end_user (app_id, external_id, locale, created_at)
    SELECT id, ${user}, ${locale}, ${at} FROM app WHERE key = ${app}
    ON CONFLICT (app_id, external_id) DO UPDATE SET locale = excluded.locale RETURNING id`);
  return player!.id;
}

export type Circumstances = { country?: string; ip?: string; device?: Record<string, unknown> };

/** A tap on an offer. Returns the click's id. */
export async function startOffer(scene: Scene, offer: string, at: Date, more: Circumstances = {}): Promise<string> {
  const { country = 'DE', ip = homeOf(scene.userId), device = { ...PHONE, id: scene.userId } } = more;
  const id = randomBytes(16).toString('hex');
  const [found] = await db.query<{ id: string }>(sql`SELECT id FROM offer WHERE key = ${offer}`);
  const click = { id, userId: scene.userId, offerId: found!.id, clickedAt: at, ip, country, device };
  await inTransaction((tx) => storeClicks(tx, [click]), { at });
  return id;
}

const PHONE = { os: 'Android 16', model: 'Pixel 9', firstInstall: true };

/** Everybody clicks from a home of their own, in the range that is kept for examples. */
export function homeOf(userId: string): string {
  const [first, second] = [userId.slice(-8, -4), userId.slice(-4)];
  return `2001:db8:${first}:${second}::7`;
}

export type Said = {
  state?: 'PENDING' | 'COMPLETED' | 'RECONCILED';
  reason?: string;
  /** Of a step that has several transactions, or to sign wrongly. */
  secret?: string;
  signedAt?: Date;
};

/** The advertiser's server posts about a step, and the worker matches it half a second later. Returns the receipt's outcome. */
export async function advertiserSays(
  { secrets }: Scene,
  clickId: string,
  taskKey: string,
  at: Date,
  said: Said = {},
): Promise<string> {
  const { state = 'COMPLETED', reason = null, signedAt = at } = said;
  const { integration, payoutMicros } = await sourceOf(clickId, taskKey);
  const transaction = `${taskKey}-${clickId.slice(0, 12)}`;
  const claim = { clickId, taskKey, transaction, state, payoutUsd: formatUsd(payoutMicros), reason };
  const rawQuery = signedQuery(said.secret ?? secrets.integrations[integration]!, claim, signedAt);
  const request = {
    method: 'GET' as const,
    url: `${env.PUBLIC_URL}/api/postbacks/${integration}`,
    rawQuery,
    headers: { 'user-agent': 'Tracker/2.1' },
    rawBody: new Uint8Array(),
  };
  await receivePostback(integration, request, '198.51.100.20', at, { at });
  const [receipt] = await db.query<{ outcome: string; confirmationId: string | null }>(sql`
    SELECT outcome, confirmation_id FROM receipt WHERE click_id = ${clickId} AND received_at = ${at} ORDER BY id DESC LIMIT 1`);
  if (receipt!.confirmationId)
    await matchConfirmations([receipt!.confirmationId], { at: new Date(at.getTime() + 500) });
  return receipt!.outcome;
}

async function sourceOf(clickId: string, taskKey: string): Promise<{ integration: string; payoutMicros: bigint }> {
  const [source] = await db.query<{ integration: string; payoutMicros: bigint }>(sql`
    SELECT i.key AS integration, (task->>'payoutMicros')::bigint AS payout_micros
      FROM click c JOIN offer o ON o.id = c.offer_id JOIN integration i ON i.advertiser_id = o.advertiser_id AND i.dialect = 'native'
      CROSS JOIN LATERAL jsonb_array_elements(c.terms->'tasks') AS task
     WHERE c.id = ${clickId} AND task->>'key' = ${taskKey}`);
  return source!;
}

export type Wish = { description: string; tasks?: string[]; answers?: Record<string, string>; email?: string };

/** The form, submitted. Returns the ticket's number. */
export async function askForReward(scene: Scene, clickId: string, wish: Wish, at: Date): Promise<string> {
  const { description, tasks = [], answers = {}, email = addressOf(scene) } = wish;
  const form = ticketForm.parse({ click: clickId, tasks, email, description, answers });
  const context = { userId: scene.userId, locale: scene.locale, source: 'USER' as const };
  return accepted(await openTicket(form, context, { at })).number;
}

export function addressOf({ user }: Pick<Scene, 'user'>): string {
  return `${user}@player.example`;
}

/** The user types the code of the e-mail. A known address was asked for none. */
export async function proveAddress({ userId }: Scene, number: string, at: Date): Promise<void> {
  const [validation] = await db.query<{ id: string }>(sql`
    SELECT v.id FROM email_validation v JOIN ticket t ON t.id = v.ticket_id
     WHERE t.number = ${number} ORDER BY v.created_at DESC LIMIT 1`);
  if (validation) accepted(await validateByCode(userId, number, validationCode(validation.id), { at }));
}

/** Submitted, and the address proved three minutes later: what most stories begin with. */
export async function openProvenTicket(scene: Scene, clickId: string, wish: Wish, at: Date): Promise<string> {
  const number = await askForReward(scene, clickId, wish, at);
  await proveAddress(scene, number, later(at, { minutes: 3 }));
  return number;
}

/** The next full hour after this instant, when the automation looks. Returns when that was. */
export async function hourlyRunAfter(at: Date): Promise<Date> {
  const hour = new Date(Math.ceil((at.getTime() + 1) / HOUR) * HOUR);
  await decideDueTickets({ at: hour });
  return hour;
}

export async function contest(scene: Scene, number: string, description: string, at: Date): Promise<void> {
  accepted(await escalateTicket(scene.userId, number, { description }, { at }));
}
