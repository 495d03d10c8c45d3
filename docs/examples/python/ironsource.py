"""ironSource: GET /reward and GET /reversal?userId=[USER_ID]&rewards=[REWARDS]&eventId=[EVENT_ID]"""
from hashlib import md5
from hmac import compare_digest

from ledger import book
from serve import SECRETS, serve


def receive(path, given, headers, body):
    user, rewards, event = (given.get(name, "") for name in ("userId", "rewards", "eventId"))
    parts = given.get("timestamp", "") + event + user + rewards
    if not is_signed(parts, given.get("signature", "")):
        return 403, "wrong signature"
    # A reversal is the same call to the address that you gave for it. Keep that address to yourself: the signature does not
    # cover it.
    if path.startswith("/reversal"):
        book("reversal " + event, user, -int(rewards))
    else:
        book(event, user, int(rewards))
    return 200, event + ":OK"


def is_signed(parts, signature):
    expected = (md5((parts + secret).encode()).hexdigest() for secret in SECRETS)
    return any(compare_digest(one.encode(), signature.encode()) for one in expected)


serve(receive)
