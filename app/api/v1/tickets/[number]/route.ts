import { only } from '@/app/api/only';
import { door } from '@/app/api/v1/door';
import { readTicketForApi } from '@/lib/tickets/read-ticket-for-api';

export const GET = door('readTicket', ({ params }) => readTicketForApi(params.number));
export const { POST, PUT, PATCH, DELETE } = only('GET');
