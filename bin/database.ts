/** Which database a command works on: DATABASE_URL, or the embedded cluster of the data folder. */
import { join, resolve } from 'node:path';
import { ensureDatabase, runningPostgres, startPostgres } from './postgres';

export const dataDir = () => resolve(process.env.DATA_DIR ?? '.data');

export async function databaseUrl(): Promise<{ url: string; release: () => Promise<void> }> {
  const given = process.env.DATABASE_URL;
  if (given) return { url: given, release: async () => undefined };
  const folder = join(dataDir(), 'postgres');
  // That of a running demo is worked on as it is, and not taken away from it.
  const running = await runningPostgres(folder);
  if (running) return { url: await ensureDatabase(running, 'makegood'), release: async () => undefined };
  const cluster = await startPostgres(folder);
  return { url: await ensureDatabase(cluster, 'makegood'), release: cluster.stop };
}

/** Seeds and resets are for databases on this machine only. */
export function refuseUnlessLocal(url: string): void {
  const { hostname } = new URL(url);
  if (['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return;
  console.error(`Refused: ${hostname} is not this machine.`);
  process.exit(1);
}
