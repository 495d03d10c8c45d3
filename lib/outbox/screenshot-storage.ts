/**
 * Where screenshots are kept: a folder outside the web root, under random names. What the user called the file is never
 * part of a path. A picture is on the disk, flushed and under its final name before its row is written, so that no row
 * points at nothing.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { env } from '@/lib/foundation/env';

export type ScreenshotStorage = {
  keep: (key: string, bytes: Buffer) => Promise<void>;
  /** Null when there is no such picture. */
  read: (key: string) => Promise<Buffer | null>;
  remove: (key: string) => Promise<void>;
};

let opened: ScreenshotStorage | undefined;

/** The storage of this installation: STORAGE_URL, or the data folder. */
export function screenshotStorage(): ScreenshotStorage {
  opened ??= openStorage(env.STORAGE_URL, env.DATA_DIR);
  return opened;
}

export function openStorage(storageUrl: string | undefined, dataDir: string): ScreenshotStorage {
  if (storageUrl === undefined) return folderStorage(join(dataDir, 'screenshots'));
  if (storageUrl.startsWith('file://')) return folderStorage(fileURLToPath(storageUrl));
  if (storageUrl.startsWith('file:')) return folderStorage(resolve(storageUrl.slice('file:'.length)));
  throw new Error(`Wrong configuration. STORAGE_URL: only file: is understood, not ${storageUrl.split(':')[0]}:`);
}

/** `4f/a0/4fa0….webp`: 128 random bits, spread over folders by their first two bytes. */
export function newStorageKey(extension: string): string {
  const name = randomBytes(16).toString('hex');
  return `${name.slice(0, 2)}/${name.slice(2, 4)}/${name}.${extension}`;
}

const STORAGE_KEY = /^[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{32}\.(webp|jpg)$/;

function folderStorage(folder: string): ScreenshotStorage {
  const pathOf = (key: string) => {
    if (!STORAGE_KEY.test(key)) throw new Error('Not a storage key');
    return join(folder, key);
  };
  return {
    keep: (key, bytes) => writeDurably(pathOf(key), bytes),
    read: (key) => readFile(pathOf(key)).catch(nullIfMissing),
    remove: (key) => rm(pathOf(key), { force: true }),
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
