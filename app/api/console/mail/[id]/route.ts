/** What an agent does with a mail that was put aside; `do` says what. Goes on to the list it was opened from, which says what was done. */
import { plainDoor } from '@/app/api/console/plain-door';
import { isUuid } from '@/app/api/console/tickets/ticket-door';
import type { PostedForm } from '@/app/api/wall/form-body';
import { entryOf } from '@/lib/rules/entry-of';
import { mailQuery, readMailFilter } from '@/lib/rules/mail-filter';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { readTicketNumber } from '@/lib/rules/ticket-number';
import { attachMail } from '@/lib/tickets/attach-mail';
import { instructSender } from '@/lib/tickets/instruct-sender';
import { bringBackMail, markMailSeen, rejectMail } from '@/lib/tickets/reject-mail';

type Order = { id: string; agentId: string; text: PostedForm['text'] };
/** What the list says afterwards. */
type Told = Record<string, string | number>;
type Move = (order: Order) => Promise<Told | Refusal>;

const MOVES: Record<string, Move> = {
  attach: async ({ text, ...order }) => {
    const number = readTicketNumber(text('number'));
    const unclear = 'This is not the number of a ticket.';
    if (!number) return refuse('malformed', unclear, { fields: { number: unclear } });
    return told('attached', await attachMail({ ...order, number, appendOnly: text('only') === 'append' }));
  },
  reject: async (order) => told('rejected', await rejectMail(order), order.id),
  'reject-sender': async (order) => told('rejected', await rejectMail({ ...order, ofSender: true }), order.id),
  'bring-back': async (order) => told('broughtBack', await bringBackMail(order)),
  undo: async (order) => told('broughtBack', await bringBackMail({ ...order, together: true })),
  instruct: async (order) => told('instructed', await instructSender(order), order.id),
  seen: async (order) => told('seen', await markMailSeen(order)),
};

function told(done: string, result: object | Refusal, mail?: string): Told | Refusal {
  return isRefusal(result) ? result : { ...result, done, ...(mail && { mail }) };
}

export const POST = plainDoor<{ id: string }>({
  permission: 'mail:handle',
  place: 'settle',
  page: ({ id }) => `/console/suspended/${id}`,
  change: async (form, { id }, agent) => {
    const move = entryOf(MOVES, form.text('do'));
    if (!isUuid(id)) return refuse('not-found', 'There is no such e-mail.');
    if (!move) return refuse('malformed', 'Say what is to be done with it.');
    const done = await move({ id, agentId: agent.id, text: form.text });
    return isRefusal(done) ? done : { page: listPage(form.text('from'), done) };
  },
});

function listPage(from: string, done: Told): string {
  const query = mailQuery(readMailFilter(Object.fromEntries(new URLSearchParams(from))));
  for (const [name, value] of Object.entries(done)) if (name !== 'to') query.set(name, String(value));
  return `/console/suspended?${query}`;
}
