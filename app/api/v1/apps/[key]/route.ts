import { only } from '@/app/api/only';
import { door } from '@/app/api/v1/door';
import { putApp } from '@/lib/offers/put-app';

export const PUT = door('putApp', ({ params, body, caller }) =>
  putApp(params.key, body, { kind: 'API', id: caller.keyId }),
);
export const { GET, POST, PATCH, DELETE } = only('PUT');
