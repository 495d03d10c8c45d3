/**
 * Where screenshots are kept: a folder outside the web root or an S3-compatible store, under random names. What the user
 * called the file is never part of a path. A picture is stored for good before its row is written, so that no row points
 * at nothing.
 */
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { env } from '@/lib/foundation/env';
import { folderStorage } from '@/lib/outbox/screenshot-folder';
import { s3Storage } from '@/lib/outbox/screenshot-s3';

export type ScreenshotStorage = {
  keep: (key: string, bytes: Buffer) => Promise<void>;
  /** Null when there is no such picture. */
  read: (key: string) => Promise<Buffer | null>;
  /** Removing what is not there is no error. */
  remove: (key: string) => Promise<void>;
};

let opened: ScreenshotStorage | undefined;

/** The storage of this installation: STORAGE_URL, or the data folder. */
export function screenshotStorage(): ScreenshotStorage {
  opened ??= openStorage(env.STORAGE_URL, env.DATA_DIR);
  return opened;
}

/** Connects to nothing yet; throws for a STORAGE_URL that nobody can understand. */
export function openStorage(storageUrl: string | undefined, dataDir: string): ScreenshotStorage {
  return refusingForeignKeys(storageOf(storageUrl, dataDir));
}

/** `4f/a0/4fa0….webp`: 128 random bits, spread over folders by their first two bytes. */
export function newStorageKey(extension: string): string {
  const name = randomBytes(16).toString('hex');
  return `${name.slice(0, 2)}/${name.slice(2, 4)}/${name}.${extension}`;
}

const STORAGE_KEY = /^[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{32}\.(webp|jpg)$/;

function storageOf(storageUrl: string | undefined, dataDir: string): ScreenshotStorage {
  if (storageUrl === undefined) return folderStorage(join(dataDir, 'screenshots'));
  if (storageUrl.startsWith('file://')) return folderStorage(fileURLToPath(storageUrl));
  if (storageUrl.startsWith('file:')) return folderStorage(resolve(storageUrl.slice('file:'.length)));
  if (storageUrl.startsWith('s3://')) return s3Storage(new URL(storageUrl));
  throw new Error('Wrong configuration. STORAGE_URL: must begin with file: or s3://');
}

function refusingForeignKeys(storage: ScreenshotStorage): ScreenshotStorage {
  const own = (key: string) => {
    if (!STORAGE_KEY.test(key)) throw new Error('Not a storage key');
    return key;
  };
  return {
    keep: (key, bytes) => storage.keep(own(key), bytes),
    read: (key) => storage.read(own(key)),
    remove: (key) => storage.remove(own(key)),
  };
}
