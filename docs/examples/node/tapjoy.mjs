// Tapjoy: GET /reward and GET /reversal; snuid, currency, id and verifier are added to the address.
import { createHash } from 'node:crypto';
import { book } from './ledger.mjs';
import { SECRETS, same, serve } from './serve.mjs';

serve(({ url }) => {
  const { pathname, searchParams: given } = new URL(url, 'http://here');
  const [id, user, currency] = ['id', 'snuid', 'currency'].map((name) => given.get(name) ?? '');
  // 403 means never again: right for a forgery, wrong for anything that may work later.
  if (!isSigned([id, user, currency], given.get('verifier') ?? '')) return [403, 'wrong verifier'];
  // A reversal is the same call to the address that you gave for it. Keep that address to yourself: the verifier does not cover it.
  if (pathname === '/reversal') book(`reversal ${id}`, user, -Number(currency));
  else book(id, user, Number(currency));
  return [200, 'OK'];
});

function isSigned(parts, verifier) {
  return SECRETS.some((secret) =>
    same(
      createHash('md5')
        .update([...parts, secret].join(':'))
        .digest('hex'),
      verifier,
    ),
  );
}
