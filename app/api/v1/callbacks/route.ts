import { only } from '@/app/api/only';
import { door } from '@/app/api/v1/door';
import { listCallbacks } from '@/lib/rewards/callback-queries';

export const GET = door('listCallbacks', ({ query }) => listCallbacks(query));
export const { POST, PUT, PATCH, DELETE } = only('GET');
