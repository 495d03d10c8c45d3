import { only } from '@/app/api/only';
import { door } from '@/app/api/v1/door';
import { inProgressForApi } from '@/lib/tickets/in-progress-for-api';

export const GET = door('readInProgress', ({ params }) => inProgressForApi(params.app, params.user));
export const { POST, PUT, PATCH, DELETE } = only('GET');
