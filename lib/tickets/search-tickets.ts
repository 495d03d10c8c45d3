/**
 * A search as a condition on `ticket t`. Each term is served by an index: its own, or that of the table it looks into. What
 * was written is looked up in `ticket_text`, which triggers keep.
 */
import { join, type Sql, sql } from '@/lib/foundation/db';
import { readEmailAddress } from '@/lib/rules/email-address';
import type { Term, TicketSearch } from '@/lib/rules/ticket-search';
import type { Range } from '@/lib/rules/ticket-search-values';
import { DAY_MS } from '@/lib/rules/ticket-states';

/**
 * True for everything when nothing is searched for. `rowByRow` looks into the text of each ticket as it comes: for the few of
 * which many fit. Otherwise all texts are found first: for the many of which few fit.
 */
export function ticketsWhere(
  { terms, words }: Pick<TicketSearch, 'terms' | 'words'>,
  agentId: string,
  now: Date,
  rowByRow = false,
): Sql {
  const text = rowByRow ? textOfRow : textOfAny;
  const conditions = terms.map((term) => {
    const condition = conditionOf(term, agentId, now, text);
    // What is not known is not "none of these" either: no deadline is not a late one.
    return term.not ? sql`(${condition}) IS NOT TRUE` : sql`(${condition})`;
  });
  if (words.length > 0) conditions.push(text(written(words)));
  return conditions.length > 0 ? join(conditions, ' AND ') : sql`true`;
}

type Text = (condition: Sql) => Sql;

const textOfAny: Text = (condition) => sql`t.id IN (SELECT ticket_id FROM ticket_text WHERE ${condition})`;
/** OFFSET 0: the planner would make the other one of it. */
const textOfRow: Text = (condition) =>
  sql`EXISTS (SELECT FROM ticket_text WHERE ticket_id = t.id AND ${condition} OFFSET 0)`;

function conditionOf(term: Term, agentId: string, now: Date, text: Text): Sql {
  switch (term.key) {
    case 'status':
      return sql`t.status = ANY(${term.any})`;
    case 'has':
      return either(term.any.map((what) => HAS[what]));
    case 'is':
      return either(term.any.map((what) => IS[what](now)));
    case 'value':
      return within(sql`t.value_micros`, term.range);
    case 'age':
      return within(sql`t.opened_at`, turned(instants(term.range, (ms) => new Date(now.getTime() - ms))));
    case 'due':
      return within(
        sql`t.due_at`,
        instants(term.range, (ms) => new Date(now.getTime() + ms)),
      );
    case 'created':
      return within(sql`t.opened_at`, {
        min: term.days.first === null ? null : midnight(term.days.first),
        max: term.days.last === null ? null : new Date(midnight(term.days.last).getTime() + DAY_MS),
        over: false,
        under: true,
      });
    case 'assignee':
      return either(term.any.map((who) => assignedTo(who, agentId)));
    case 'email':
      return either(term.any.map((part) => addressIs(part, text)));
    case 'word':
      return text(written(term.any));
    default:
      return NAMED[term.key](term.any);
  }
}

function either(conditions: readonly Sql[]): Sql {
  return join([...conditions], ' OR ');
}

const HAS = {
  proof: sql`EXISTS (SELECT FROM screenshot WHERE ticket_id = t.id)`,
  reply: sql`EXISTS (SELECT FROM message WHERE ticket_id = t.id AND author = 'USER')`,
  note: sql`EXISTS (SELECT FROM message WHERE ticket_id = t.id AND visibility = 'internal')`,
};

/** The user spoke after the last thing an agent did. */
export const UNREAD = sql`(t.user_replied_at IS NOT NULL AND NOT EXISTS (
  SELECT FROM ticket_event e WHERE e.ticket_id = t.id AND e.actor_kind = 'AGENT' AND e.at > t.user_replied_at))`;

const IS = {
  snoozed: (now: Date) => sql`t.snoozed_until > ${now}`,
  held: () => sql`t.held_at IS NOT NULL`,
  bounced: () => sql`t.id IN (SELECT ticket_id FROM delivery_problem WHERE emails > 0)`,
  answered: () => sql`t.advertiser_answered_at IS NOT NULL`,
  unread: () => UNREAD,
};

// ── measures ────────────────────────────────────────────────────────────────

function within(column: Sql, { min, max, over, under }: Range<bigint | Date>): Sql {
  const limits = [
    min === null ? [] : [over ? sql`${column} > ${min}` : sql`${column} >= ${min}`],
    max === null ? [] : [under ? sql`${column} < ${max}` : sql`${column} <= ${max}`],
  ].flat();
  return limits.length > 0 ? join(limits, ' AND ') : sql`true`;
}

function instants({ min, max, over, under }: Range<number>, at: (ms: number) => Date): Range<Date> {
  return { min: min === null ? null : at(min), max: max === null ? null : at(max), over, under };
}

/** The older a ticket, the earlier it was opened. */
function turned({ min, max, over, under }: Range<Date>): Range<Date> {
  return { min: max, max: min, over: under, under: over };
}

function midnight(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

// ── names ───────────────────────────────────────────────────────────────────

const holding = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

const NAMED: Record<'offer' | 'advertiser' | 'app' | 'user' | 'device' | 'tag', (any: string[]) => Sql> = {
  offer: (any) => sql`t.offer_id IN (
    SELECT id FROM offer WHERE key = ANY(${any}) OR title ILIKE ANY(${any.map(holding)}))`,
  advertiser: (any) => sql`t.offer_id IN (
    SELECT o.id FROM advertiser v JOIN offer o ON o.advertiser_id = v.id
     WHERE v.key = ANY(${any}) OR v.name ILIKE ANY(${any.map(holding)}))`,
  app: (any) => sql`t.app_id IN (SELECT id FROM app WHERE key = ANY(${any}) OR name ILIKE ANY(${any.map(holding)}))`,
  user: (any) => sql`t.user_id IN (
    SELECT user_id FROM click WHERE id = ANY(${any})
    UNION SELECT u.id FROM app JOIN end_user u ON u.app_id = app.id AND u.external_id = ANY(${any}))`,
  device: (any) => sql`(t.user_id, t.click_id) IN (
    SELECT user_id, id FROM click WHERE device->>'id' IS NOT NULL AND device->>'id' = ANY(${any}))`,
  tag: (any) => sql`t.id IN (SELECT ticket_id FROM ticket_text WHERE tags && ${any}::text[])`,
};

function assignedTo(who: string, agentId: string): Sql {
  if (who === 'me') return sql`t.assignee_id = ${agentId}::uuid`;
  if (who === 'none') return sql`t.assignee_id IS NULL`;
  return sql`t.assignee_id IN (SELECT id FROM agent WHERE lower(email) = lower(${who}) OR name ILIKE ${holding(who)})`;
}

/** A whole address as it is; a part of one by its threes of letters. */
function addressIs(part: string, text: Text): Sql {
  const address = readEmailAddress(part);
  if (address) return sql`t.address = ${address}`;
  return text(sql`address LIKE ${holding(part.toLowerCase())}`);
}

/** All of the words; a star at the end stands for any ending. */
function written(words: readonly string[]): Sql {
  return sql`words @@ (${join(words.map(wordQuery), ' && ')})`;
}

function wordQuery(word: string): Sql {
  const [, beginning] = /^([\p{L}\p{N}]{3,})\*$/u.exec(word) ?? [];
  return beginning ? sql`to_tsquery('simple', ${`${beginning}:*`})` : sql`phraseto_tsquery('simple', ${word})`;
}
