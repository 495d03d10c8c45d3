// ayeT-Studios: GET /callback?transaction_id={transaction_id}&external_identifier={external_identifier}&currency_amount={currency_amount}&is_chargeback={is_chargeback}
import { createHmac } from 'node:crypto';
import { book } from './ledger.mjs';
import { SECRETS, same, serve } from './serve.mjs';

serve(({ url, headers }) => {
  const given = new URL(url, 'http://here').searchParams;
  if (!isSigned(canonical(given), headers['x-ayetstudios-security-hash'] ?? '')) return [401, 'wrong hash'];
  // A chargeback is a transaction of its own, "r-…", with a negative amount.
  book(given.get('transaction_id'), given.get('external_identifier'), Number(given.get('currency_amount')));
  return [200, 'OK'];
});

/** All parameters sorted by name, as PHP's http_build_query writes them. */
function canonical(given) {
  return [...given]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}

function encode(value) {
  const percent = (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(value)
    .replace(/[!'()*~]/g, percent)
    .replaceAll('%20', '+');
}

function isSigned(parameters, hash) {
  return SECRETS.some((secret) => same(createHmac('sha256', secret).update(parameters).digest('hex'), hash));
}
