"""BitLabs: GET /callback?uid=[%USER:UID%]&tx=[%TX%]&ref=[%REF%]&val=[%VALUE:CURRENCY%]&raw=[%VALUE:USD%]&offer_state=[%OFFER:TASK:STATE%]"""
import hmac
import os

from ledger import book
from serve import SECRETS, serve


def receive(path, given, headers, body):
    # The address as it was called. Behind a proxy set ORIGIN to what stands before the path in the address you gave us.
    whole = os.environ.get("ORIGIN", "http://" + headers.get("Host", "")) + path
    address, separator, received = whole.rpartition("&hash=")
    if not separator or not is_signed(address, received):
        return 401, "wrong hash"
    user, tx, state = (given.get(name, "") for name in ("uid", "tx", "offer_state"))
    if tx == "" or state == "PENDING":
        return 200, "OK"
    value = int(given["val"])
    # Stateful: one tx through its states, never negative. Otherwise a reconciliation has a tx of its own and a negative value.
    if state == "RECONCILED":
        book("reversal " + tx, user, -value)
    else:
        book(tx, user, value)
    return 200, "OK"


def is_signed(address, received):
    expected = (hmac.new(secret.encode(), address.encode(), "sha1").hexdigest() for secret in SECRETS)
    return any(hmac.compare_digest(one.encode(), received.encode()) for one in expected)


serve(receive)
