import { only } from '@/app/api/only';
import { door } from '@/app/api/v1/door';
import { decideTicket } from '@/lib/tickets/decide-ticket';

export const POST = door('decideTicket', ({ params, body, caller }) =>
  decideTicket({
    ...body,
    note: body.note ?? null,
    number: params.number,
    actor: { kind: 'API', id: caller.keyId, alone: caller.scopes.includes('decisions:alone') },
  }),
);
export const { GET, PUT, PATCH, DELETE } = only('POST');
