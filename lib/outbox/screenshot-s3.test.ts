import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { freePort } from '@/bin/postgres';
import { newStorageKey, openStorage, type ScreenshotStorage } from '@/lib/outbox/screenshot-storage';

const folder = mkdtempSync(join(tmpdir(), 'makegood-s3-'));
const picture = Buffer.from('the bytes of a picture');
let server: ChildProcess;
let endpoint: string;
let storage: ScreenshotStorage;

beforeAll(async () => {
  giveCredentials();
  const port = await freePort();
  endpoint = `http://127.0.0.1:${port}`;
  const program = fileURLToPath(import.meta.resolve('s3rver/bin/s3rver.js'));
  const options = ['-d', folder, '-a', '127.0.0.1', '-p', String(port), '--configure-bucket', 'pictures', '--silent'];
  server = spawn(process.execPath, ['--no-deprecation', program, ...options], { stdio: 'ignore' });
  for (let tries = 0; tries < 200 && !(await fetch(endpoint).catch(() => null)); tries += 1) await wait(50);
  storage = openStorage(
    `s3://pictures/proof/2026?endpoint=${encodeURIComponent(endpoint)}&region=eu-central-1`,
    folder,
  );
});
afterAll(() => {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
});

function giveCredentials(): void {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'S3RVER');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'S3RVER');
}

test('what is kept can be read until it is removed, and removing it twice is no error', async () => {
  const key = newStorageKey('webp');
  await storage.keep(key, picture);
  expect(await storage.read(key)).toEqual(picture);
  await storage.remove(key);
  await storage.remove(key);
  expect(await storage.read(key)).toBeNull();
});

test('a picture lies under the prefix of the address, with its type', async () => {
  const key = newStorageKey('jpg');
  await storage.keep(key, picture);
  const other = openStorage(`s3://pictures?endpoint=${encodeURIComponent(endpoint)}`, folder);
  expect(await other.read(key)).toBeNull();
  const { HeadObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const client = new S3Client({ endpoint, region: 'eu-central-1', forcePathStyle: true });
  const head = await client.send(new HeadObjectCommand({ Bucket: 'pictures', Key: `proof/2026/${key}` }));
  expect(head).toMatchObject({ ContentType: 'image/jpeg', ContentLength: picture.length });
});

test('a key that we did not make is never asked for', () => {
  expect(() => storage.read('../../other-bucket/x')).toThrow('Not a storage key');
});

test('a bucket that is not there is an error, not an empty answer', async () => {
  const missing = openStorage(`s3://nowhere?endpoint=${encodeURIComponent(endpoint)}`, folder);
  await expect(missing.keep(newStorageKey('webp'), picture)).rejects.toThrow();
  await expect(missing.read(newStorageKey('webp'))).rejects.toThrow();
});

test('a store that does not answer is an error', async () => {
  const away = openStorage(`s3://pictures?endpoint=http://127.0.0.1:${await freePort()}`, folder);
  await expect(away.keep(newStorageKey('webp'), picture)).rejects.toThrow();
});
