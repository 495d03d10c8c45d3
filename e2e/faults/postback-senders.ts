/**
 * Advertisers behind real sockets: they sign as 03 ("Postbacks in") tells a stranger to, send again what was not answered,
 * and write down every answer. What they were promised is what must be there in the end.
 */
import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { OFFER } from '../support/generate-tickets';
import { INTEGRATION_SECRET } from './laboratory';

export type State = 'PENDING' | 'COMPLETED' | 'RECONCILED';
/** About user n's step. Of a number without a click nothing follows: it is kept as `unmatched`. */
export type Postback = { n: number; transaction: string; state?: State; payout?: string };

export type Heard = {
  /** Which door said it. */
  url: string;
  postback: Postback;
  status: number;
  outcome: string | null;
  code: string | null;
  receipt: string | null;
  retryAfter: number | null;
  ms: number;
};

export type Ledger = {
  /** Answered with 2xx. */
  promised: Heard[];
  /** Answered with a no that sending again would not change. */
  refused: Heard[];
  /** Told to come again: by status, and how many of them were not told when. */
  putOff: Map<number, number>;
  withoutRetryAfter: number;
  /** The connection was refused or broke, or nothing came in time. */
  unanswered: number;
  hung: number;
  /** Of all answers, whatever they said. */
  slowestMs: number;
  sent: Set<string>;
};

export type Senders = {
  ledger: Ledger;
  /** Once. Null: no answer came. */
  send: (url: string, postback: Postback) => Promise<Heard | null>;
  /** Until it is answered for good, as every tracker does. */
  deliver: (url: string, postback: Postback) => Promise<Heard>;
  close: () => Promise<void>;
};

/** Whoever waits longer hangs. Far above what a door takes, so that a busy machine is not mistaken for one. */
export const PATIENCE_MS = 15_000;
const GIVE_UP_MS = 60_000;

/** Not as long as `Retry-After` asks for: there is not that much time. */
export function openSenders(connections: number, pauseMs = 100): Senders {
  const ledger: Ledger = {
    promised: [],
    refused: [],
    putOff: new Map(),
    withoutRetryAfter: 0,
    unanswered: 0,
    hung: 0,
    slowestMs: 0,
    sent: new Set(),
  };
  const timeouts = { connectTimeout: PATIENCE_MS, headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS };
  const agent = new Agent({ connections, pipelining: 1, ...timeouts });
  const send = async (url: string, postback: Postback) => {
    ledger.sent.add(keyOf(postback));
    const heard = await ask(agent, url, postback, ledger);
    if (heard) note(ledger, heard);
    return heard;
  };
  const deliver = async (url: string, postback: Postback) => {
    const end = performance.now() + GIVE_UP_MS;
    for (;;) {
      const heard = await send(url, postback);
      if (heard && isFinal(heard)) return heard;
      if (agent.destroyed || performance.now() > end)
        throw new Error(`${keyOf(postback)} was not answered within a minute`);
      await wait(pauseMs * (0.5 + Math.random()));
    }
  };
  return { ledger, send, deliver, close: () => agent.destroy() };
}

export function keyOf({ transaction, state = 'COMPLETED' }: Postback): string {
  return `${transaction} ${state}`;
}

async function ask(dispatcher: Agent, url: string, postback: Postback, ledger: Ledger): Promise<Heard | null> {
  const started = performance.now();
  try {
    const response = await request(`${url}/api/postbacks/adv-native?${sign(postback)}`, { dispatcher });
    const text = await response.body.text();
    const { outcome = null, receipt = null, error = null } = parse(text);
    const after = response.headers['retry-after'];
    return {
      url,
      postback,
      status: response.statusCode,
      outcome,
      code: error?.code ?? null,
      receipt: receipt ?? error?.receipt ?? null,
      retryAfter: after === undefined ? null : Number(after),
      ms: performance.now() - started,
    };
  } catch (error) {
    ledger.unanswered += 1;
    if (/Timeout/.test((error as Error).name)) ledger.hung += 1;
    return null;
  }
}

type Body = { outcome?: string; receipt?: string; error?: { code?: string; receipt?: string } };

function parse(text: string): Body {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

const isFinal = ({ status }: Heard) => status < 500 && status !== 429;

function note(ledger: Ledger, heard: Heard): void {
  ledger.slowestMs = Math.max(ledger.slowestMs, Math.round(heard.ms));
  if (heard.status < 300) ledger.promised.push(heard);
  else if (isFinal(heard)) ledger.refused.push(heard);
  else {
    ledger.putOff.set(heard.status, (ledger.putOff.get(heard.status) ?? 0) + 1);
    if (heard.retryAfter === null) ledger.withoutRetryAfter += 1;
  }
}

function sign({ n, transaction, state = 'COMPLETED', payout = '3.50' }: Postback): string {
  // In the order of the names' bytes, which is how they are signed.
  const fields = new URLSearchParams({
    click_id: `click-${n}`,
    payout,
    state,
    task: OFFER.task,
    ts: String(Math.floor(Date.now() / 1000)),
    tx: transaction,
  });
  const sig = createHmac('sha256', INTEGRATION_SECRET).update(fields.toString()).digest('hex');
  return `${fields}&sig=${sig}`;
}
