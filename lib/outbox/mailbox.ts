/**
 * A mailbox that is read instead of a door that is knocked at (IMAP_URL): waits for news by IDLE, takes what is unseen, and
 * marks it seen only when it is kept. Whatever breaks in between, a mail is fetched again, and known by its fingerprint.
 */
import { ImapFlow, type ImapFlowOptions } from 'imapflow';
import { log } from '@/lib/foundation/log';
import type { Receive } from '@/lib/outbox/mail-door';
import { LARGEST_MAIL } from '@/lib/rules/read-mail';

export type Mailbox = { close: () => Promise<void> };

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** Servers end an IDLE after half an hour; some forget to tell. Looked at again this often in any case. */
const LOOK_AGAIN_MS = 5 * 60_000;
/** Until it listens again after its last command; the library's own 15 seconds are time in which nothing is heard. */
const LISTEN_AGAIN_MS = 100;
/** When so many cannot be kept it is not their fault. */
const MOST_FAILURES = 3;

/** Goes on until it is closed, and comes back after every lost connection, more and more patiently. */
export function watchMailbox(url: string, receive: Receive): Mailbox {
  const ended = new AbortController();
  const done = stayConnected(readMailboxUrl(url), receive, ended.signal);
  return {
    close: async () => {
      ended.abort();
      await done;
    },
  };
}

/** `imaps://user:password@host:993/Folder`. `imap://` asks for STARTTLS where the server offers it. */
export function readMailboxUrl(url: string): { options: ImapFlowOptions; folder: string } {
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  const secure = protocol === 'imaps:';
  return {
    folder: decodeURIComponent(pathname.slice(1)) || 'INBOX',
    options: {
      host: hostname,
      port: port ? Number(port) : secure ? 993 : 143,
      secure,
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
      logger: false,
      maxIdleTime: LOOK_AGAIN_MS,
      autoIdleDelay: LISTEN_AGAIN_MS,
    },
  };
}

type Place = ReturnType<typeof readMailboxUrl>;

async function stayConnected(place: Place, receive: Receive, ended: AbortSignal): Promise<void> {
  let wait = FIRST_WAIT_MS;
  while (!ended.aborted) {
    try {
      await onceConnected(place, receive, ended, () => {
        wait = FIRST_WAIT_MS;
      });
    } catch (error) {
      log.warn({ reason: (error as Error).message, againInMs: wait }, 'mailbox');
    }
    if (!ended.aborted) await pause(wait, ended);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}

/** Until the connection ends, by whomever. */
async function onceConnected({ options, folder }: Place, receive: Receive, ended: AbortSignal, up: () => void) {
  const client = new ImapFlow(options);
  const news = newsOf(client, ended);
  const hangUp = () => client.close();
  ended.addEventListener('abort', hangUp, { once: true });
  try {
    await client.connect();
    await client.mailboxOpen(folder);
    while (!ended.aborted && client.usable) {
      await takeUnseen(client, receive, ended);
      // Only now: a server that lets us in and then fails, or a database that is away, is given time as well.
      up();
      await news();
    }
  } finally {
    ended.removeEventListener('abort', hangUp);
    client.close();
  }
}

/**
 * One after the other, each marked when it is kept: of a hundred that were waiting at most one is fetched twice. One that cannot
 * be kept stays unseen and stops nobody; it is tried again when the connection is made anew.
 */
async function takeUnseen(client: ImapFlow, receive: Receive, ended: AbortSignal): Promise<void> {
  const unseen = (await client.search({ seen: false }, { uid: true })) || [];
  const failures: Error[] = [];
  for (const uid of unseen) {
    if (ended.aborted || failures.length >= MOST_FAILURES) break;
    const fetched = await client.fetchOne(String(uid), { source: { maxLength: LARGEST_MAIL + 1 } }, { uid: true });
    const raw = fetched ? fetched.source : undefined;
    if (!raw) continue;
    // Whom the envelope named is known from the headers that the server wrote, if at all.
    const kept = await receive({ raw, envelope: { from: null, to: [] } }).catch((error: Error) => error);
    if (kept instanceof Error) failures.push(kept);
    else await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
  }
  if (failures[0]) throw failures[0];
}

/**
 * Waits until the mailbox has grown, the line is gone, or it is time to look anyway. It listens from the beginning: what
 * comes while a mail is being fetched is news as well.
 */
function newsOf(client: ImapFlow, ended: AbortSignal): () => Promise<void> {
  let grown = false;
  let wake: () => void = () => undefined;
  const tell = () => {
    grown = true;
    wake();
  };
  // What goes wrong on the line also ends what is waiting for it; here it only must not end the process.
  for (const event of ['exists', 'close', 'error'] as const) client.on(event, tell);
  return async () => {
    if (!grown) await Promise.race([pause(LOOK_AGAIN_MS, ended), new Promise<void>((resolve) => (wake = resolve))]);
    grown = false;
  };
}

function pause(ms: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    ended.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
