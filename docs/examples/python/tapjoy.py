"""Tapjoy: GET /reward and GET /reversal; snuid, currency, id and verifier are added to the address."""
from hashlib import md5
from hmac import compare_digest

from ledger import book
from serve import SECRETS, serve


def receive(path, given, headers, body):
    event, user, currency = (given.get(name, "") for name in ("id", "snuid", "currency"))
    # 403 means never again: right for a forgery, wrong for anything that may work later.
    if not is_signed([event, user, currency], given.get("verifier", "")):
        return 403, "wrong verifier"
    # A reversal is the same call to the address that you gave for it. Keep that address to yourself: the verifier does not
    # cover it.
    if path.startswith("/reversal"):
        book("reversal " + event, user, -int(currency))
    else:
        book(event, user, int(currency))
    return 200, "OK"


def is_signed(parts, verifier):
    expected = (md5(":".join([*parts, secret]).encode()).hexdigest() for secret in SECRETS)
    return any(compare_digest(one.encode(), verifier.encode()) for one in expected)


serve(receive)
