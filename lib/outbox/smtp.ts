/**
 * Handing one message to the mail server, and what its answer means (trust reference, 2.2.6). Nodemailer reports a drop
 * before RCPT and a drop after the final dot alike; both are tried again under the same Message-ID.
 */
import nodemailer, { type NodemailerError, type SendMailOptions } from 'nodemailer';

/** Connect, greet and send within this time or count as failed; the lease of a row (claim-emails.ts) is longer. */
export const HAND_OVER_MS = 25_000;

export type Mail = Pick<
  SendMailOptions,
  | 'from'
  | 'replyTo'
  | 'to'
  | 'subject'
  | 'text'
  | 'html'
  | 'messageId'
  | 'inReplyTo'
  | 'references'
  | 'headers'
  | 'date'
> & {
  envelope: { from: string; to: string };
};

export type Fate =
  | { fate: 'sent'; response: string }
  /** For good. `suppress`: the address itself is at fault, nothing more is sent there. */
  | { fate: 'failed'; reason: string; suppress: boolean }
  /** `ours`: our settings are at fault, not the message. `relayAway`: the server as a whole did not serve us. */
  | { fate: 'retry'; reason: string; ours: boolean; relayAway: boolean };

export type Courier = { handOver: (mail: Mail) => Promise<Fate>; close: () => void };

/** Connections are kept while the courier is open and are as many as needed, up to `connections`. */
export function openCourier(url: string, connections: number): Courier {
  const transport = nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: connections,
    maxMessages: 500,
    // Its own repetitions would hide from us what happened, and repeat after a drop behind the final dot.
    maxRequeues: 0,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    handOver: async (mail) => {
      try {
        const { response } = await inTime(
          transport.sendMail({ ...mail, disableFileAccess: true, disableUrlAccess: true }),
        );
        return { fate: 'sent', response: shortened(response) };
      } catch (error) {
        return fateOf(error as NodemailerError);
      }
    },
    close: () => transport.close(),
  };
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error('The mail server took too long'), { code: 'ETIMEDOUT' })),
      HAND_OVER_MS,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export type SmtpFailure = {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
  message: string;
};

export function fateOf(error: SmtpFailure): Fate {
  const reason = shortened(error.response || error.message);
  const code = error.responseCode ?? 0;
  const aboutThisMail = error.command === 'RCPT TO' || error.command === 'DATA';
  if (error.command === 'API' && error.code === 'EENVELOPE') return { fate: 'failed', reason, suppress: false };
  if (code >= 500 && aboutThisMail && !WANTS_SIGN_IN.has(code))
    return { fate: 'failed', reason, suppress: blamesTheAddress(code, reason) };
  return {
    fate: 'retry',
    reason,
    ours: code >= 500 || error.code === 'EAUTH',
    relayAway: !aboutThisMail && error.command !== 'MAIL FROM',
  };
}

const WANTS_SIGN_IN = new Set([530, 534, 535, 538]);

/** 5.1.x says so; so does a bare 550. 550 5.7.x is a policy against us, and no fault of the address. */
function blamesTheAddress(code: number, reason: string): boolean {
  const [, enhanced] = /\b(5\.\d{1,3}\.\d{1,3})\b/.exec(reason) ?? [];
  if (enhanced?.startsWith('5.1.')) return true;
  return code === 550 && !enhanced?.startsWith('5.7.');
}

function shortened(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 300);
}
