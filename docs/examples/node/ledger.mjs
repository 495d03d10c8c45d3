// Who got what, each event once. A row is the coins: there is no moment in which one is written and the other is not.
import { DatabaseSync } from 'node:sqlite';

const db = new DatabaseSync(process.env.LEDGER ?? 'ledger.sqlite');
db.exec('CREATE TABLE IF NOT EXISTS booking (event TEXT PRIMARY KEY, user TEXT NOT NULL, amount INTEGER NOT NULL)');
const insert = db.prepare('INSERT INTO booking VALUES (?, ?, ?) ON CONFLICT DO NOTHING');

/** True the first time; an event that is there already changes nothing. The unique key decides, also between processes. */
export function book(event, user, amount) {
  const isNew = insert.run(event, user, BigInt(amount)).changes === 1;
  console.log(`${isNew ? 'booked' : 'seen before'} ${event} ${user} ${amount}`);
  return isNew;
}
