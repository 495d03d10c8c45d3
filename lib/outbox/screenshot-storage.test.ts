import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { newStorageKey, openStorage } from '@/lib/outbox/screenshot-storage';

const folder = mkdtempSync(join(tmpdir(), 'makegood-pictures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const picture = Buffer.from('the bytes of a picture');

test('what is kept can be read until it is removed, and removing it twice is no error', async () => {
  const storage = openStorage(undefined, folder);
  const key = newStorageKey('webp');
  await storage.keep(key, picture);
  expect(await storage.read(key)).toEqual(picture);
  await storage.remove(key);
  await storage.remove(key);
  expect(await storage.read(key)).toBeNull();
});

test('a picture lies two folders deep in the data folder, readable by us alone, with nothing half-written beside it', async () => {
  const key = newStorageKey('jpg');
  await openStorage(undefined, folder).keep(key, picture);
  const path = join(folder, 'screenshots', key);
  expect(key).toMatch(/^(..)\/(..)\/\1\2[0-9a-f]{28}\.jpg$/);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(path, '..'))).toHaveLength(1);
});

test('STORAGE_URL names another folder', async () => {
  const key = newStorageKey('webp');
  await openStorage(pathToFileURL(join(folder, 'else where')).href, '/nowhere').keep(key, picture);
  expect(await openStorage(`file:${join(folder, 'else where')}`, '/nowhere').read(key)).toEqual(picture);
});

test('a storage that nobody built stops with one clear line', () => {
  expect(() => openStorage('ftp://host/pictures', folder)).toThrow(/STORAGE_URL/);
});

test.each([
  '../../etc/passwd',
  '/etc/passwd',
  'ab/cd/../../../x',
  'ab\\cd\\x.webp',
  '',
  'ab/cd/x.webp\0.html',
  '%2e%2e%2f',
])('a key that we did not make leads nowhere: %j', (key) => {
  const storage = openStorage(undefined, folder);
  expect(() => storage.read(key)).toThrow('Not a storage key');
  expect(() => storage.remove(key)).toThrow('Not a storage key');
  expect(() => storage.keep(key, picture)).toThrow('Not a storage key');
});

test('a disk that refuses is an error, and nothing half-written stays behind', async () => {
  const blocked = join(folder, 'blocked');
  writeFileSync(blocked, 'a file where the folder should be');
  await expect(openStorage(`file:${blocked}`, folder).keep(newStorageKey('webp'), picture)).rejects.toThrow();
});
