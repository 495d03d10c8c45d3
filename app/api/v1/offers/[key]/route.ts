import { only } from '@/app/api/only';
import { door } from '@/app/api/v1/door';
import { putOffer } from '@/lib/offers/put-offer';

export const PUT = door('putOffer', ({ params, body, caller }) =>
  putOffer(params.key, body, { kind: 'API', id: caller.keyId }),
);
export const { GET, POST, PATCH, DELETE } = only('PUT');
