// BitLabs: GET /callback?uid=[%USER:UID%]&tx=[%TX%]&ref=[%REF%]&val=[%VALUE:CURRENCY%]&raw=[%VALUE:USD%]&offer_state=[%OFFER:TASK:STATE%]
import { createHmac } from 'node:crypto';
import { book } from './ledger.mjs';
import { SECRETS, same, serve } from './serve.mjs';

serve(({ url, headers }) => {
  // The address as it was called. Behind a proxy set ORIGIN to what stands before the path in the address you gave us.
  const whole = `${process.env.ORIGIN ?? `http://${headers.host}`}${url}`;
  const at = whole.lastIndexOf('&hash=');
  if (at < 0 || !isSigned(whole.slice(0, at), whole.slice(at + 6))) return [401, 'wrong hash'];
  const given = new URL(whole.slice(0, at)).searchParams;
  const [user, tx, state] = ['uid', 'tx', 'offer_state'].map((name) => given.get(name) ?? '');
  const value = Number(given.get('val'));
  if (tx === '' || state === 'PENDING') return [200, 'OK'];
  // Stateful: one tx through its states, never negative. Otherwise a reconciliation has a tx of its own and a negative value.
  if (state === 'RECONCILED') book(`reversal ${tx}`, user, -value);
  else book(tx, user, value);
  return [200, 'OK'];
});

function isSigned(address, hash) {
  return SECRETS.some((secret) => same(createHmac('sha1', secret).update(address).digest('hex'), hash));
}
