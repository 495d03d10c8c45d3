/**
 * Sends claims to their advertisers (R21): one letter for each advertiser, whatever the number of its claims; where the
 * advertiser wants the claims of a day together, they wait for it. The review clock of the tickets rests meanwhile.
 */
import { inTransaction, recordset, sql, type Tx } from '@/lib/foundation/db';
import { portalToken, portalTokenHash } from '@/lib/outbox/links';
import { type Letter, promiseEmails } from '@/lib/outbox/promise-email';
import { wakeRequests } from '@/lib/rechecks/wake-requests';
import type { BusinessCalendar } from '@/lib/rules/business-days';
import { gatheredUntil, type RecheckRule, recheckDeadlines } from '@/lib/rules/recheck-schedule';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { mayMove } from '@/lib/rules/ticket-states';
import { beingDecided, versionChanged } from '@/lib/tickets/lock-for-change';
import type { EventActor } from '@/lib/tickets/ticket-events';
import { lockTickets, type TicketRecord } from '@/lib/tickets/ticket-record';
import { type Sent, sendToAdvertiser } from '@/lib/tickets/with-advertiser';
import { readWords } from '@/lib/tickets/words';

export type AskOrder = {
  numbers: readonly string[];
  /** What the advertiser should look at, in the agent's words; null for none. */
  question: string | null;
  actor: EventActor;
  /** The version the agent was looking at, when it is about one ticket. */
  version?: number;
  /** By which rule of the advertiser's, when nobody asked. */
  rule?: RecheckRule;
};

export type AskResult = { asked: string[]; left: { number: string; refusal: Refusal }[] };

/** A link lives this long: the deadline, with holidays, and some time to say something afterwards. */
export const LINK_LIVES_MS = 45 * 86_400_000;
export const LONGEST_QUESTION = 2_000;

/** As an agent typed it; nothing typed is no question. */
export function readQuestion(typed: string): string | null | Refusal {
  return typed.trim() === '' ? null : readWords(typed, LONGEST_QUESTION, 'question');
}

/** Of each ticket either it was sent, or why not. One transaction. */
export async function askAdvertiser(order: AskOrder, options: { at?: Date } = {}): Promise<AskResult> {
  return inTransaction((tx) => askWithin(tx, order), options);
}

/** The same within the caller's transaction. */
export async function askWithin(tx: Tx, order: AskOrder): Promise<AskResult> {
  const tickets = await lockByNumbers(tx, order.numbers);
  const advertisers = await readAdvertisers(tx, tickets);
  const left: AskResult['left'] = [];
  for (const number of order.numbers) {
    const ticket = tickets.find((one) => one.number === number);
    const refusal = ticket ? await whyNot(tx, ticket, advertisers, order.version) : NO_TICKET;
    if (refusal) left.push({ number, refusal });
  }
  const asked = tickets.filter(({ number }) => !left.some((one) => one.number === number));
  for (const advertiser of advertisers) {
    await askOne(
      tx,
      advertiser,
      asked.filter(({ offerId }) => advertiser.offerIds.includes(offerId)),
      order,
    );
  }
  return { asked: asked.map(({ number }) => number), left };
}

const NO_TICKET = refuse('not-found', 'There is no ticket with this number.');

async function lockByNumbers(tx: Tx, numbers: readonly string[]): Promise<TicketRecord[]> {
  const ids = await tx.query<{ id: string }>(sql`SELECT id FROM ticket WHERE number = ANY(${[...numbers]})`);
  return lockTickets(
    tx,
    ids.map(({ id }) => id),
  );
}

type Advertiser = BusinessCalendar & {
  id: string;
  name: string;
  address: string | null;
  gathers: boolean;
  offerIds: string[];
};

async function readAdvertisers(tx: Tx, tickets: readonly TicketRecord[]): Promise<Advertiser[]> {
  const offerIds = [...new Set(tickets.map(({ offerId }) => offerId))];
  return tx.query<Advertiser>(sql`
    SELECT v.id, v.name, v.recheck_email AS address, v.recheck_gather AS gathers, v.time_zone,
           v.holidays::text[] AS holidays, array_agg(o.id::text) AS offer_ids
      FROM offer o JOIN advertiser v ON v.id = o.advertiser_id
     WHERE o.id = ANY(${offerIds}::uuid[]) GROUP BY v.id ORDER BY v.id`);
}

async function whyNot(
  tx: Tx,
  ticket: TicketRecord,
  advertisers: readonly Advertiser[],
  version?: number,
): Promise<Refusal | null> {
  const { status } = ticket;
  if (version !== undefined && ticket.version !== version) return versionChanged(ticket);
  if (ticket.kind !== 'missing-reward') return refuse('conflict', 'An appeal is no question for the advertiser.');
  const details = { version: ticket.version, status };
  if (status === 'WITH_ADVERTISER') {
    return refuse('conflict', 'The advertiser has been asked already.', { details });
  }
  if (!mayMove(status, 'WITH_ADVERTISER')) {
    return refuse('conflict', 'This ticket is not waiting for a decision.', { details });
  }
  const address = advertisers.find(({ offerIds }) => offerIds.includes(ticket.offerId))?.address;
  if (!address) return refuse('conflict', 'This advertiser has no address for re-checks yet.', { details });
  return beingDecided(tx, ticket);
}

async function askOne(
  tx: Tx,
  advertiser: Advertiser,
  tickets: readonly TicketRecord[],
  { question, actor, rule }: AskOrder,
): Promise<void> {
  if (tickets.length === 0) return;
  const request = await openRequest(tx, advertiser, actor);
  const { targetAt, breachAt } = recheckDeadlines(request.sendsAt, advertiser);
  const rows = tickets.map(({ id, round }) => ({ ticket_id: id, round }));
  await tx.execute(sql`
    INSERT INTO recheck (ticket_id, advertiser_id, round, question, asked_at, asked_by, target_at, breach_at, request_id)
    SELECT ticket_id, ${advertiser.id}::uuid, round, ${question}, ${tx.now},
           ${actor.kind === 'AGENT' ? actor.id : null}::uuid, ${targetAt}, ${breachAt}, ${request.id}::uuid
      FROM ${recordset(rows, 'ticket_id uuid, round int')}`);
  const { timeZone, holidays } = advertiser;
  const sent = tickets.map(({ id }): Sent => ({ ticketId: id, targetAt, breachAt, policy: { timeZone, holidays } }));
  await sendToAdvertiser(tx, sent, actor, rule);
  await promiseEmails(
    tx,
    tickets.flatMap((ticket) => toldUser(ticket, targetAt)),
  );
}

/** The one that still gathers, or a new one. */
async function openRequest(tx: Tx, advertiser: Advertiser, actor: EventActor): Promise<{ id: string; sendsAt: Date }> {
  const sendsAt = advertiser.gathers ? gatheredUntil(tx.now, advertiser) : tx.now;
  if (advertiser.gathers) {
    const [open] = await tx.query<{ id: string; sendsAt: Date }>(sql`
      SELECT id, gather_until AS sends_at FROM recheck_request
       WHERE advertiser_id = ${advertiser.id}::uuid AND gather_until > ${tx.now} AND sent_at IS NULL AND closed_at IS NULL
       FOR UPDATE`);
    if (open) return open;
  }
  const [{ id }] = (await tx.query<{ id: string }>(sql`SELECT uuidv7() AS id`)) as [{ id: string }];
  await tx.execute(sql`
    INSERT INTO recheck_request (id, advertiser_id, token_hash, to_address, created_at, created_by, gather_until, next_step,
                                 next_step_at, expires_at)
    VALUES (${id}::uuid, ${advertiser.id}::uuid, ${portalTokenHash(portalToken(id))}, ${advertiser.address}, ${tx.now},
            ${actor.kind === 'AGENT' ? actor.id : null}::uuid, ${advertiser.gathers ? sendsAt : null}, 'send', ${sendsAt},
            ${new Date(sendsAt.getTime() + LINK_LIVES_MS)})`);
  await wakeRequests(tx, sendsAt);
  return { id, sendsAt };
}

/** The first of at most two e-mails on the way, however often the advertiser is asked (R21). */
function toldUser(ticket: TicketRecord, targetAt: Date): Letter[] {
  if (ticket.validatedAt === null) return [];
  return [
    {
      key: `with-advertiser:${ticket.id}:${ticket.round}`,
      template: 'with-advertiser',
      props: {
        ticketNumber: ticket.number,
        offerTitle: ticket.offerTitle,
        answerBy: targetAt.toISOString(),
        late: false,
      },
      locale: ticket.locale,
      to: ticket.address,
      ticketId: ticket.id,
      userId: ticket.userId,
    },
  ];
}
