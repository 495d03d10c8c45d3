/**
 * What the intake is measured against: the least that anybody could do and still call it kept. The same signature check, one
 * row with a unique transaction, an answer after its commit. `single`: one INSERT per request; `group`: whatever waits when a
 * batch returns is the next, two in flight.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';
import { env } from '@/lib/foundation/env';
import { INTEGRATION_SECRET } from '../faults/laboratory';

const [mode, port] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: env.DATABASE_URL, max: mode === 'group' ? 2 : 20 });

createServer(async (request, response) => {
  const query = request.url!.slice(request.url!.indexOf('?') + 1);
  const given = new URLSearchParams(query);
  if (!isSigned(given)) return response.writeHead(401).end();
  await (mode === 'group' ? keepTogether : keepAlone)({ transaction: given.get('tx')!, query });
  const body = '{"outcome":"recorded"}';
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body);
}).listen(Number(port), '127.0.0.1');

type Kept = { transaction: string; query: string };

function isSigned(given: URLSearchParams): boolean {
  const signature = Buffer.from(given.get('sig') ?? '', 'hex');
  given.delete('sig');
  given.sort();
  const expected = createHmac('sha256', INTEGRATION_SECRET).update(given.toString()).digest();
  return signature.length === expected.length && timingSafeEqual(signature, expected);
}

async function keepAlone({ transaction, query }: Kept): Promise<void> {
  await pool.query({
    name: 'one',
    text: 'INSERT INTO bare_postback (transaction, query) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    values: [transaction, query],
  });
}

const waiting: { kept: Kept; done: () => void }[] = [];
let inFlight = 0;

function keepTogether(kept: Kept): Promise<void> {
  return new Promise((done) => {
    waiting.push({ kept, done });
    void flush();
  });
}

async function flush(): Promise<void> {
  if (inFlight === 2 || waiting.length === 0) return;
  inFlight += 1;
  const batch = waiting.splice(0);
  await pool.query({
    name: 'many',
    text: `INSERT INTO bare_postback (transaction, query)
           SELECT transaction, query FROM unnest($1::text[], $2::text[]) AS given(transaction, query) ON CONFLICT DO NOTHING`,
    values: [batch.map(({ kept }) => kept.transaction), batch.map(({ kept }) => kept.query)],
  });
  inFlight -= 1;
  for (const { done } of batch) done();
  void flush();
}
