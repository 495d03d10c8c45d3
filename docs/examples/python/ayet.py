"""ayeT-Studios: GET /callback?transaction_id={transaction_id}&external_identifier={external_identifier}&currency_amount={currency_amount}&is_chargeback={is_chargeback}"""
import hmac
from urllib.parse import quote_plus

from ledger import book
from serve import SECRETS, serve


def receive(path, given, headers, body):
    if not is_signed(canonical(given), headers.get("X-Ayetstudios-Security-Hash", "")):
        return 401, "wrong hash"
    # A chargeback is a transaction of its own, "r-…", with a negative amount.
    book(given["transaction_id"], given["external_identifier"], int(given["currency_amount"]))
    return 200, "OK"


def canonical(given):
    """All parameters sorted by name, as PHP's http_build_query writes them."""
    return "&".join(f"{encode(name)}={encode(given[name])}" for name in sorted(given))


def encode(value):
    return quote_plus(value, safe="").replace("~", "%7E")


def is_signed(parameters, received):
    expected = (hmac.new(secret.encode(), parameters.encode(), "sha256").hexdigest() for secret in SECRETS)
    return any(hmac.compare_digest(one.encode(), received.encode()) for one in expected)


serve(receive)
