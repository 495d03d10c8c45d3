/** Postbacks that went wrong in the usual ways, for the log to show. */
import { randomUUID } from 'node:crypto';
import { demo, type Network, query } from '../support/fixtures';
import { canonical, hmac } from '../support/signing';

/** Ids, by what was wrong with the postback. */
export type Receipts = Record<'recorded' | 'forged' | 'stale' | 'unsigned' | 'malformed', string>;

/** The click was confirmed before. */
export async function receiptsOf(network: Network, click: string): Promise<Receipts> {
  const sent = async (rawQuery: string) => {
    const answer = await fetch(`${demo.url}/api/postbacks/${network.integration}?${rawQuery}`);
    return (await answer.json()).error.receipt as string;
  };
  const signed = (given: Record<string, string>, secret = network.secret) =>
    `${new URLSearchParams(given)}&sig=${hmac(secret, canonical(Object.entries(given)))}`;
  const [recorded] = await query<{ id: string }>(
    `SELECT id FROM receipt WHERE click_id = $1 AND outcome = 'recorded' LIMIT 1`,
    [click],
  );
  return {
    recorded: recorded!.id,
    forged: await sent(signed(params(click), `${network.secret}\n`)),
    stale: await sent(signed(params(click, 1_700_000_000))),
    unsigned: await sent(new URLSearchParams(params(click)).toString()),
    malformed: await sent('click_id=%zz'),
  };
}

function params(click: string, ts = Math.floor(Date.now() / 1000)): Record<string, string> {
  return { click_id: click, tx: randomUUID(), ts: String(ts) };
}
