/** Screenshots in a local folder: flushed to the disk under another name first, so that a picture is there in full or not at all. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export function folderStorage(folder: string) {
  return {
    keep: (key: string, bytes: Buffer) => writeDurably(join(folder, key), bytes),
    read: (key: string) => readFile(join(folder, key)).catch(nullIfMissing),
    remove: (key: string) => rm(join(folder, key), { force: true }),
  };
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const unfinished = `${path}.${randomBytes(4).toString('hex')}.part`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await writeAndFlush(unfinished, bytes);
    await rename(unfinished, path);
    await flushFolder(dirname(path));
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function writeAndFlush(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The new name survives a power cut only when its folder is flushed too. Windows has no such call. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
