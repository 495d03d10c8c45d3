/** Advertisers who do not stop: new postbacks all the time, at every door, each sent until it is answered. */
import { setTimeout as wait } from 'node:timers/promises';
import { generateTickets } from '../support/generate-tickets';
import { atOnce } from './at-once';
import type { Laboratory } from './laboratory';
import type { Postback, Senders } from './postback-senders';

export type Load = {
  /** Resolves when each of the doors has promised so many more. */
  untilServed: (urls: readonly string[], count: number) => Promise<void>;
  /** No new ones; resolves, when the last is answered, to the users whose step was confirmed. */
  stop: () => Promise<Set<string>>;
};

/** One in so many is about a click that we know: it is granted and told. The others are kept and wait for theirs. */
const ONE_IN = 5;
const NOBODYS = 1_000_000;
const SERVES_WITHIN_MS = 30_000;

export async function startLoad(
  lab: Laboratory,
  senders: Senders,
  urls: readonly string[],
  { width, clicks }: { width: number; clicks: number },
): Promise<Load> {
  if (clicks > 0) await generateTickets(lab.client, { first: 1, count: clicks, state: 'clicked' });
  let stopped = false;
  const confirmed = new Set<string>();
  function* postbacks(): Generator<Postback> {
    for (let count = 0; !stopped; count += 1) {
      const n = count % ONE_IN === 0 && count / ONE_IN < clicks ? count / ONE_IN + 1 : NOBODYS + count;
      yield { n, transaction: `tx-${n}` };
    }
  }
  const done = atOnce(width, postbacks(), async (postback) => {
    await senders.deliver(urls[postback.n % urls.length]!, postback);
    if (postback.n < NOBODYS) confirmed.add(`u${postback.n}`);
  });
  done.catch(() => undefined);
  return {
    untilServed: async (doors, count) => {
      const from = senders.ledger.promised.length;
      const end = performance.now() + SERVES_WITHIN_MS;
      const served = (url: string) => senders.ledger.promised.slice(from).filter((heard) => heard.url === url).length;
      while (doors.some((url) => served(url) < count)) {
        if (performance.now() > end) throw new Error(`A door does not take postbacks: ${doors.join(', ')}`);
        await wait(10);
      }
    },
    stop: async () => {
      stopped = true;
      await done;
      return confirmed;
    },
  };
}
