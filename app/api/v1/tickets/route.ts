import { only } from '@/app/api/only';
import { door } from '@/app/api/v1/door';
import { listTicketsForApi } from '@/lib/tickets/list-tickets-for-api';
import { openTicketForApi } from '@/lib/tickets/open-ticket-for-api';

export const GET = door('listTickets', ({ query }) => listTicketsForApi(query));
export const POST = door('openTicket', ({ body }) => openTicketForApi(body));
export const { PUT, PATCH, DELETE } = only('GET', 'POST');
