"""Who got what, each event once. A row is the coins: there is no moment in which one is written and the other is not."""
import os
import sqlite3

_path = os.environ.get("LEDGER", "ledger.sqlite")
with sqlite3.connect(_path) as db:
    db.execute("CREATE TABLE IF NOT EXISTS booking (event TEXT PRIMARY KEY, user TEXT NOT NULL, amount INTEGER NOT NULL)")


def book(event: str, user: str, amount: int) -> bool:
    """True the first time; an event that is there already changes nothing. The unique key decides, also between processes."""
    db = sqlite3.connect(_path, timeout=5)
    try:
        with db:
            row = (event, user, amount)
            is_new = db.execute("INSERT INTO booking VALUES (?, ?, ?) ON CONFLICT DO NOTHING", row).rowcount == 1
    finally:
        db.close()
    print("booked" if is_new else "seen before", event, user, amount, flush=True)
    return is_new
