/** The verdict on mail that came in: of each ticket, what became of what its user wrote, and how often we wrote ourselves. */
import { say } from './judge';
import type { Laboratory } from './laboratory';
import { type Tickets, TROUBLES } from './mail-troubles';

/** How many messages a ticket has, and how many e-mails it got beyond its decision. */
export type Counted = { messages: number; mails: number };

export type Fates = { mailsKept: number; repeats: number; putAside: number; unread: number };

/** The other desk answers our one explanation; that answer is a message as well. */
const MOST_MESSAGES = { bounced: 0, looping: 2 } as Record<string, number>;

export function judgeReplies(tickets: Tickets, counted: ReadonlyMap<string, Counted>): string[] {
  return TROUBLES.flatMap((trouble) => {
    const [leastMessages, mostMessages, mostMails] =
      trouble === 'bounced' ? [0, 0, 0] : [1, MOST_MESSAGES[trouble] ?? 1, 1];
    const all = tickets[trouble].map(({ id }) => counted.get(id) ?? { messages: 0, mails: 0 });
    return [
      ...say(all.filter(({ messages }) => messages < leastMessages).length, `tickets lost their reply (${trouble})`),
      ...say(
        all.filter(({ messages }) => messages > mostMessages).length,
        `tickets have a message twice, or one that nobody wrote (${trouble})`,
      ),
      ...say(
        all.filter(({ mails }) => mails > mostMails).length,
        `tickets were written about more often than there was something to say (${trouble})`,
      ),
    ];
  });
}

/** Every e-mail that came back is marked, and its address is left alone. */
export async function judgeBounces({ client }: Laboratory, tickets: Tickets): Promise<string[]> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int FROM email e JOIN suppression s ON s.address = e.to_address
      WHERE e.message_id = ANY($1) AND e.status = 'FAILED' AND e.bounced_at IS NOT NULL`,
    [tickets.bounced.map(({ sent }) => sent)],
  );
  const unmarked = tickets.bounced.length - rows[0]!.count;
  return say(unmarked, 'e-mails came back unmarked, or their addresses go on getting mail');
}

/** Kept is every mail once, whatever came twice; all were read, and the poisonous ones wait for a person. */
export function judgeFates(tickets: Tickets, bounces: number, { mailsKept, putAside, unread }: Fates): string[] {
  const replies = TROUBLES.filter((trouble) => trouble !== 'bounced').flatMap((trouble) => tickets[trouble]).length;
  const due = replies + tickets.looping.length + tickets.poisoned.length + bounces;
  return [
    ...say(Math.abs(due - mailsKept), 'mails too many or too few were kept'),
    ...say(Math.abs(tickets.poisoned.length - putAside), 'mails too many or too few were put aside'),
    ...say(unread, 'mails were never read'),
  ];
}

export async function countMail({ client }: Laboratory, tickets: Tickets): Promise<Map<string, Counted>> {
  const ids = TROUBLES.flatMap((trouble) => tickets[trouble].map(({ id }) => id));
  const { rows } = await client.query<Counted & { id: string }>(
    `SELECT t.id, (SELECT count(*)::int FROM message m WHERE m.ticket_id = t.id AND m.inbound_email_id IS NOT NULL) AS messages,
            (SELECT count(*)::int - 1 FROM email e WHERE e.ticket_id = t.id) AS mails
       FROM ticket t WHERE t.id = ANY($1)`,
    [ids],
  );
  return new Map(rows.map(({ id, ...counted }) => [id, counted]));
}

export async function mailFates({ client }: Laboratory): Promise<Fates> {
  const { rows } = await client.query<Fates>(`
    SELECT count(*)::int AS "mailsKept", COALESCE(sum(repeats), 0)::int AS repeats,
           count(*) FILTER (WHERE outcome = 'SUSPENDED')::int AS "putAside",
           count(*) FILTER (WHERE outcome = 'RECEIVED')::int AS unread
      FROM inbound_email`);
  return rows[0]!;
}
