/** The power goes out for PostgreSQL: SIGKILL for the server and every process of it, whose numbers it tells us itself. */
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Laboratory } from './laboratory';

export async function killPostgres({ client, cluster }: Laboratory): Promise<void> {
  const { rows } = await client.query<{ pid: number }>('SELECT pid FROM pg_stat_activity');
  const gone = once(cluster.process, 'exit');
  cluster.process.kill('SIGKILL');
  for (const { pid } of rows) end(pid);
  await gone;
  // A connection of the last moment ends by itself when it sees that the server is gone.
  while (rows.some(({ pid }) => isThere(pid))) await wait(5);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was faster.
  }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
