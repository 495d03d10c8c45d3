import { only } from '@/app/api/only';
import { door } from '@/app/api/v1/door';
import { putAdvertiser } from '@/lib/offers/put-advertiser';

export const PUT = door('putAdvertiser', ({ params, body, caller }) =>
  putAdvertiser(params.key, body, { kind: 'API', id: caller.keyId }),
);
export const { GET, POST, PATCH, DELETE } = only('PUT');
