/**
 * Hears what the database says (LISTEN): one connection per process, whoever wants to know. It comes back by itself, ever
 * more slowly; what was said meanwhile is lost, so whoever hears that it is back looks for itself.
 */
import pg from 'pg';
import { env } from '@/lib/foundation/env';
import { log } from '@/lib/foundation/log';

type Hearing = {
  /** Names of our own: they are not escaped. */
  channels: readonly string[];
  /** This was said in this channel; often nothing but that there is something. */
  onNotice: (channel: string, said: string) => void;
  /** Listening, for the first time or again. */
  onListening: () => void;
};

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 10_000;

/** Ends the listening. */
export type StopListening = () => Promise<void>;

export function listen(hearing: Hearing): StopListening {
  let client: pg.Client | null = null;
  let again: NodeJS.Timeout | undefined;
  let isOver = false;
  let wait = FIRST_WAIT_MS;

  async function connect(): Promise<void> {
    const mine = new pg.Client({
      connectionString: env.DATABASE_URL,
      connectionTimeoutMillis: 2_000,
      keepAlive: true,
      application_name: 'makegood-live',
    });
    client = mine;
    mine.on('notification', ({ channel, payload }) => hearing.onNotice(channel, payload ?? ''));
    mine.on('error', (error) => log.warn({ reason: error.message }, 'listening connection lost'));
    mine.once('end', () => {
      if (client === mine) comeBack();
    });
    try {
      await mine.connect();
      await mine.query(hearing.channels.map((channel) => `LISTEN ${channel}`).join(';'));
      wait = FIRST_WAIT_MS;
      if (!isOver) hearing.onListening();
    } catch (error) {
      log.warn({ reason: (error as Error).message }, 'cannot listen to the database');
      await mine.end().catch(() => undefined);
      if (client === mine) comeBack();
    }
  }

  function comeBack(): void {
    client = null;
    if (isOver) return;
    again = setTimeout(() => void connect(), wait);
    again.unref();
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }

  void connect();
  return async () => {
    isOver = true;
    clearTimeout(again);
    const last = client;
    client = null;
    await last?.end().catch(() => undefined);
  };
}
