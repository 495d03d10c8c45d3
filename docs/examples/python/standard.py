"""Standard Webhooks: POST /callback with a JSON body; webhook-id, webhook-timestamp and webhook-signature in the headers."""
import hmac
import json
import time
from base64 import b64decode, b64encode

from ledger import book
from serve import SECRETS, serve

FIVE_MINUTES = 300


def receive(path, given, headers, body):
    event = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    if not is_signed(f"{event}.{timestamp}.".encode() + body, headers.get("webhook-signature", "")):
        return 401, "wrong signature"
    if abs(time.time() - int(timestamp)) > FIVE_MINUTES:
        return 401, "too old"
    message = json.loads(body)
    # The id is the same on every retry; a reversal has its own, "r-…". Amounts are never negative.
    if message["type"] == "reward":
        book(event, message["user"], int(message["amount"]))
    if message["type"] == "reversal":
        book(event, message["user"], -int(message["amount"]))
    # "pending", "activity" and "ban" move no coins, and what comes later and is unknown today must not either.
    return 200, "OK"


def is_signed(content, header):
    """Each secret signs: while one is changed there are two signatures, and one that fits is enough."""
    offered = header.split(" ")[:5]
    for secret in SECRETS:
        key = b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()
        expected = b"v1," + b64encode(hmac.new(key, content, "sha256").digest())
        if any(hmac.compare_digest(expected, signature.encode()) for signature in offered):
            return True
    return False


serve(receive)
