// ironSource: GET /reward and GET /reversal?userId=[USER_ID]&rewards=[REWARDS]&eventId=[EVENT_ID]
import { createHash } from 'node:crypto';
import { book } from './ledger.mjs';
import { SECRETS, same, serve } from './serve.mjs';

serve(({ url }) => {
  const { pathname, searchParams: given } = new URL(url, 'http://here');
  const [user, rewards, event] = ['userId', 'rewards', 'eventId'].map((name) => given.get(name) ?? '');
  if (!isSigned(`${given.get('timestamp')}${event}${user}${rewards}`, given.get('signature') ?? ''))
    return [403, 'wrong signature'];
  // A reversal is the same call to the address that you gave for it. Keep that address to yourself: the signature does not cover it.
  if (pathname === '/reversal') book(`reversal ${event}`, user, -Number(rewards));
  else book(event, user, Number(rewards));
  return [200, `${event}:OK`];
});

function isSigned(parts, signature) {
  return SECRETS.some((secret) => same(createHash('md5').update(parts).update(secret).digest('hex'), signature));
}
