import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { GET } from '@/app/api/dev/mailbox/route';
import { env } from '@/lib/foundation/env';

const folder = mkdtempSync(join(tmpdir(), 'mailbox-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ask = (query: string) => GET(new Request(`http://localhost/api/dev/mailbox${query}`), {});

test('gives the mail of one recipient as JSON, and is not there without the sink', async () => {
  expect((await ask('')).status).toBe(404);
  for (const [id, to] of [
    ['000000001', 'jo@example.com'],
    ['000000002', 'eve@example.com'],
  ]) {
    writeFileSync(join(folder, `${id}.json`), JSON.stringify({ id, to }));
  }
  Object.assign(env, { MAIL_SINK_DIR: folder });
  expect(await (await ask('')).json()).toMatchObject([{ id: '000000001' }, { id: '000000002' }]);
  expect(await (await ask('?to=EVE@example.com')).json()).toMatchObject([{ id: '000000002' }]);
  expect(await (await ask('?to=nobody@example.com')).json()).toEqual([]);
});
