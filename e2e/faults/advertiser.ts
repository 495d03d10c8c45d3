/**
 * The advertiser: signs postbacks as 03 ("Postbacks in") tells a stranger to, not with our own code, and remembers which
 * of them were answered with a promise.
 */
import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { PostbackRequest } from '@/lib/dialects/dialect';
import { receivePostback } from '@/lib/postbacks/receive-postback';
import { OFFER } from '../support/generate-tickets';
import { INTEGRATION_SECRET } from './laboratory';

export type Advertiser = {
  /** Users whose confirmation was answered with 200. */
  promised: Set<string>;
  answers: { recorded: number; duplicate: number; other: number };
  /** Sends the confirmation of user n's step so many times at once. */
  confirm: (n: number, times: number) => Promise<void>;
};

export function advertiser(): Advertiser {
  const promised = new Set<string>();
  const answers = { recorded: 0, duplicate: 0, other: 0 };
  const send = async (n: number) => {
    const received = await untilAnswered(n);
    const outcome = 'answer' in received ? (JSON.parse(received.answer.body).outcome as string) : 'refused';
    if (outcome === 'recorded' || outcome === 'duplicate') {
      promised.add(`u${n}`);
      answers[outcome] += 1;
    } else answers.other += 1;
  };
  return {
    promised,
    answers,
    confirm: async (n, times) => {
      await Promise.all(Array.from({ length: times }, () => send(n)));
    },
  };
}

/** Without an answer (the database was too busy to take it) the same is sent again, as every tracker does. */
async function untilAnswered(n: number) {
  for (let tries = 1; ; tries += 1) {
    const now = new Date();
    try {
      return await receivePostback('adv-native', request(n, now), '127.0.0.1', now);
    } catch (error) {
      if (tries === 10) throw error;
      await wait(200 * tries);
    }
  }
}

function request(n: number, now: Date): PostbackRequest {
  const fields = new URLSearchParams({
    click_id: `click-${n}`,
    payout: '3.50',
    state: 'COMPLETED',
    task: OFFER.task,
    ts: String(Math.floor(now.getTime() / 1000)),
    tx: `late-${n}`,
  });
  const sig = createHmac('sha256', INTEGRATION_SECRET).update(fields.toString()).digest('hex');
  return {
    method: 'GET',
    url: 'http://127.0.0.1/api/postbacks/adv-native',
    rawQuery: `${fields}&sig=${sig}`,
    headers: {},
    rawBody: new Uint8Array(),
  };
}
