/**
 * Whose data was erased, in a file beside the database: a backup is older than the erasures since, and a restored one must not
 * bring their data back. A line holds our own id of the user and the pseudonym, and names nobody; more than once does no harm.
 */
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { env } from '@/lib/foundation/env';

export type Erased = { userId: string; pseudonym: string };

const listIn = (dataDir: string) => join(dataDir, 'erased-users.txt');

export async function noteErased({ userId, pseudonym }: Erased, dataDir = env.DATA_DIR): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await appendFile(listIn(dataDir), `${userId} ${pseudonym}\n`, { flush: true, mode: 0o600 });
}

/** Empty where nobody was erased yet. A line that a power cut left unfinished is none. */
export async function readErased(dataDir: string): Promise<Erased[]> {
  const lines = await readFile(listIn(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const known = [...lines.matchAll(/^([0-9a-f-]{36}) (erased:[0-9a-f]{32})$/gm)];
  return [
    ...new Map(known.map(([, userId, pseudonym]) => [userId!, { userId: userId!, pseudonym: pseudonym! }])).values(),
  ];
}
