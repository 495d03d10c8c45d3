import { only } from '@/app/api/only';
import { door } from '@/app/api/v1/door';
import { replayCallback } from '@/lib/rewards/replay-callback';

export const POST = door('replayCallback', ({ params, caller }) =>
  replayCallback(params.id, { kind: 'API', id: caller.keyId }),
);
export const { GET, PUT, PATCH, DELETE } = only('POST');
