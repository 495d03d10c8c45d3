import { only } from '@/app/api/only';
import { door } from '@/app/api/v1/door';
import { putIntegration } from '@/lib/offers/put-integration';

export const PUT = door('putIntegration', ({ params, body, caller }) =>
  putIntegration(params.key, body, { kind: 'API', id: caller.keyId }),
);
export const { GET, POST, PATCH, DELETE } = only('PUT');
