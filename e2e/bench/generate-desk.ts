/**
 * A desk as it looks after years: nineteen of twenty tickets are decided, the others stand in all queues; what users wrote
 * has words of every frequency, from one that is in every ticket to one that is in ten.
 */
import type pg from 'pg';
import { generateTickets } from '../support/generate-tickets';

const CHUNK = 50_000;

/** A word, and in one of how many tickets it stands. */
export const WORDS: [word: string, oneIn: number][] = [
  ['reward', 1],
  ['tenth', 10],
  ['fiftieth', 50],
  ['hundredth', 100],
  ['twohundredth', 200],
  ['thousandth', 1_000],
  ['seldom', 100_000],
];

const DESCRIPTION = `'I reached level ' || n % 40 || ' on Tuesday and the'
  ${WORDS.map(([word, oneIn]) => ` || CASE WHEN n % ${oneIn} = 0 THEN ' ${word}' ELSE '' END`).join('')}
  || ' has not arrived. My player is number' || n % 5000`;
/** One a minute or so, the newest last, so that what is new in the desk has the highest number. */
const openedAt = (until: number) => `now() - (${until} - n) * interval '40 seconds'`;

/** Adds tickets until there are `until` of them; `from` is the first number. */
export async function generateDesk(client: pg.ClientBase, from: number, until: number): Promise<void> {
  await client.query('SET synchronous_commit = off');
  await client.query(`DROP INDEX IF EXISTS ticket_text_words_idx, ticket_text_address_idx, ticket_text_tags_idx`);
  for (let first = from; first <= until; first += CHUNK) {
    const count = Math.min(CHUNK, until - first + 1);
    const open = Math.max(1, Math.floor(count / 20));
    const shape = { description: DESCRIPTION, openedAt: openedAt(until) };
    await generateTickets(client, { ...shape, first, count: count - open, state: 'past' });
    await generateTickets(client, { ...shape, first: first + count - open, count: open, state: 'due' });
  }
  await client.query(
    `UPDATE ticket SET decided_at = opened_at + interval '1 day' WHERE status IN ('APPROVED', 'DENIED')`,
  );
  await client.query(UNDER_REVIEW);
  await client.query(SAMPLE);
  await client.query(FAILED);
  await client.query('CREATE INDEX ticket_text_words_idx ON ticket_text USING GIN (words)');
  await client.query('CREATE INDEX ticket_text_address_idx ON ticket_text USING GIN (address gin_trgm_ops)');
  await client.query('CREATE INDEX ticket_text_tags_idx ON ticket_text USING GIN (tags)');
  await client.query('VACUUM ANALYZE');
  await client.query('CHECKPOINT');
}

/** Status, deadline and owner of what is open, each scattered on its own. */
const UNDER_REVIEW = `
  UPDATE ticket t
     SET status = (ARRAY['OPEN','OPEN','OPEN','PENDING_CONFIRMATION','ESCALATED','WITH_ADVERTISER'])[1 + r.a % 6],
         due_at = now() + (r.b % 1800 - 200) * interval '1 minute',
         breach_at = now() + (r.b % 1800 + 1240) * interval '1 minute',
         value_micros = (r.a % 20000 + 100) * 1000::bigint,
         assignee_id = CASE WHEN r.b % 3 = 0 THEN (SELECT id FROM agent ORDER BY id LIMIT 1) END,
         lead_at = CASE WHEN r.a % 50 = 0 THEN now() END,
         advertiser_answered_at = CASE WHEN r.a % 25 = 1 THEN now() END,
         held_at = CASE WHEN r.b % 40 = 0 THEN now() END, held_reason = CASE WHEN r.b % 40 = 0 THEN 'many alike' END
    FROM (SELECT id, abs(hashtext(number)) AS a, abs(hashtext('b' || number)) AS b FROM ticket WHERE status = 'OPEN') AS r
   WHERE t.id = r.id`;

const SAMPLE = `
  INSERT INTO sample_check (ticket_id, round, outcome, drawn_at)
  SELECT id, round, status, decided_at FROM ticket WHERE status IN ('APPROVED', 'DENIED') AND abs(hashtext(number)) % 20 = 0
  ON CONFLICT DO NOTHING`;

const FAILED = `
  INSERT INTO delivery_problem (ticket_id, at, emails, callbacks)
  SELECT id, decided_at, 1, 0 FROM ticket WHERE status = 'DENIED' AND abs(hashtext(number)) % 200 = 1 ON CONFLICT DO NOTHING`;
