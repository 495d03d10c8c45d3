/**
 * Bad input, rows UP: pictures at their door (what the decoder takes apart: lib/tickets/screenshots-decode.test.ts; disks that
 * fail, closed tickets, the same picture twice: screenshots.test.ts). Ours are 5 pictures of 8 MB (R8), not 3.
 */
import { crc32, deflateSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { aVisitor, call, JSON_PLEASE, multipart, OWN, type Part, type Reply, type Sent } from '../../support/doors';
import { query } from '../../support/fixtures';
import { aPicture, DESCRIPTION } from '../../support/world';
import { aSetting, postTicket, type Setting, staysUp, submit, ticketsOf } from './setting';

staysUp();

function send({ visitor }: Setting, { headers, body }: Sent): Promise<Reply> {
  const all = { ...OWN, ...JSON_PLEASE, Cookie: visitor.cookie, ...headers };
  return call('POST', '/api/wall/screenshots', { headers: all, ...(body !== undefined && { body }) });
}

function upload(setting: Setting, value: Buffer | string, filename = 'a.png', more: Part[] = []): Promise<Reply> {
  return send(
    setting,
    multipart([
      { name: 'click', value: setting.click },
      { name: 'screenshots', value, filename, type: 'image/png' },
      ...more,
    ]),
  );
}

async function pictures({ visitor }: Setting): Promise<{ name: string; mime: string }[]> {
  return query(
    'SELECT s.name, s.mime FROM screenshot s JOIN end_user u ON u.id = s.user_id WHERE u.external_id = $1 ORDER BY s.id',
    [visitor.user],
  );
}

const flat = (width = 40, height = 30) => sharp({ create: { width, height, channels: 3, background: '#a33' } });

test('UP-001 a PNG, a JPEG and a WebP, of one pixel and of four megabytes', async () => {
  const setting = await aSetting();
  const noise = sharp(Buffer.from(Array.from({ length: 1100 * 1100 * 3 }, () => Math.random() * 256)), {
    raw: { width: 1100, height: 1100, channels: 3 },
  });
  const big = await noise.png({ compressionLevel: 0 }).toBuffer();
  expect(big.length).toBeGreaterThan(3_500_000);
  for (const bytes of [
    await flat(1, 1).png().toBuffer(),
    await flat().jpeg().toBuffer(),
    await flat().webp().toBuffer(),
    big,
  ]) {
    expect((await upload(setting, bytes)).status).toBe(201);
  }
  expect((await pictures(setting)).map(({ mime }) => mime)).toEqual([
    'image/webp',
    'image/jpeg',
    'image/webp',
    'image/webp',
  ]);
});

test.describe('is refused, and no row is written', () => {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    return Buffer.concat([uint32(data.length), body, uint32(crc32(body))]);
  };
  const uint32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value >>> 0);
    return bytes;
  };
  const png = (width: number, height: number, rows: Buffer) =>
    Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      chunk('IHDR', Buffer.concat([uint32(width), uint32(height), Buffer.from([1, 0, 0, 0, 0])])),
      chunk('IDAT', deflateSync(rows)),
      chunk('IEND', Buffer.alloc(0)),
    ]);
  const svg = (body: string) =>
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${body}</svg>`);
  const part = (value: Buffer | string, filename = 'a.png'): Part => ({
    name: 'screenshots',
    value,
    filename,
    type: 'image/png',
  });
  const picture =
    (make: () => Buffer | Promise<Buffer>, status = 400) =>
    async (setting: Setting) => ({ answer: await upload(setting, await make()), status });
  const raw =
    (make: (click: string) => Sent | Promise<Sent>, status = 400) =>
    async (setting: Setting) => ({ answer: await send(setting, await make(setting.click)), status });

  const ROWS: [string, (setting: Setting) => Promise<{ answer: Reply; status: number }>][] = [
    [
      'UP-005 fifty thousand parts',
      raw((click) =>
        multipart([
          { name: 'click', value: click },
          ...Array.from({ length: 50_000 }, () => ({ name: 'x', value: '' })),
        ]),
      ),
    ],
    ['UP-006 no end', raw((click) => cut(multipart([{ name: 'click', value: click }, part('x')])))],
    [
      'UP-006 a boundary that is not there',
      raw((click) => ({
        ...multipart([{ name: 'click', value: click }]),
        headers: { 'Content-Type': 'multipart/form-data; boundary=other' },
      })),
    ],
    [
      'UP-006 a boundary of ten kilobytes',
      raw(() => ({ headers: { 'Content-Type': `multipart/form-data; boundary=${'x'.repeat(10_000)}` }, body: 'x' })),
    ],
    ['UP-006 no boundary', raw(() => ({ headers: { 'Content-Type': 'multipart/form-data' }, body: 'x' }), 415)],
    [
      'UP-006 a form within the form',
      raw((click) =>
        multipart([
          { name: 'click', value: click },
          {
            name: 'screenshots',
            filename: 'a.png',
            type: 'multipart/mixed; boundary=y',
            value: '--y\r\n\r\nx\r\n--y--',
          },
        ]),
      ),
    ],
    ['UP-013 an SVG with a script', picture(() => svg('<script>alert(1)</script>'))],
    ['UP-013 an SVG that reads a file', picture(() => svg('<image href="file:///etc/passwd"/>'))],
    [
      'UP-013 an SVG with entities',
      picture(() =>
        Buffer.from('<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>'),
      ),
    ],
    ['UP-014 a GIF', picture(() => flat().gif().toBuffer())],
    ['UP-014 a TIFF', picture(() => flat().tiff().toBuffer())],
    ['UP-014 an AVIF', picture(() => flat(64, 64).avif().toBuffer())],
    ['UP-014 a PDF', picture(() => Buffer.from('%PDF-1.7\n'))],
    ['UP-014 HTML', picture(() => Buffer.from('<!doctype html><script>alert(1)</script>'))],
    ['UP-016 a bomb: 20,000 × 20,000 in 50 KB', picture(() => png(20_000, 20_000, Buffer.alloc(2501 * 20_000)))],
    ['UP-016 a picture without a width', picture(() => png(0, 4, Buffer.alloc(4)))],
    ['UP-016 a picture that promises more than there is', picture(() => png(4000, 4000, Buffer.alloc(9)))],
    ['UP-016 a picture cut short', picture(async () => (await flat(400, 400).png().toBuffer()).subarray(0, 200))],
    ['UP-016 noise', picture(() => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(5000, 7)]))],
    ['nothing at all', picture(() => Buffer.alloc(0))],
    ['nine megabytes', picture(() => Buffer.alloc(9 * 1024 * 1024, 1), 413)],
    [
      'eight megabytes and one byte',
      picture(async () => padded(await flat().png().toBuffer(), 8 * 1024 * 1024 + 1), 413),
    ],
    [
      'two pictures in one request',
      raw(async (click) =>
        multipart([{ name: 'click', value: click }, part(await aPicture()), part(await aPicture())]),
      ),
    ],
    [
      'a picture under another name',
      raw(async (click) =>
        multipart([
          { name: 'click', value: click },
          { ...part(await aPicture()), name: 'other' },
        ]),
      ),
    ],
    [
      'a click sent as a file',
      raw(async (click) => multipart([{ name: 'click', value: click, filename: 'c' }, part(await aPicture())])),
    ],
    ['no click', raw(async () => multipart([part(await aPicture())]), 404)],
    [
      'a click that is no id',
      raw(async () => multipart([{ name: 'click', value: "' OR 1=1 --" }, part(await aPicture())]), 404),
    ],
    [
      'a picture as JSON',
      raw((click) => ({ headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ click }) }), 415),
    ],
  ];

  for (const [what, attempt] of ROWS) {
    test(what, async () => {
      const setting = await aSetting();
      const started = performance.now();
      const { answer, status } = await attempt(setting);
      expect(answer.status).toBe(status);
      expect(answer.json.error.message.length).toBeGreaterThan(10);
      expect(performance.now() - started).toBeLessThan(8000);
      expect(await pictures(setting)).toEqual([]);
    });
  }

  function cut({ headers, body }: Sent): Sent {
    return { headers, body: (body as Buffer).subarray(0, -40) };
  }

  function padded(bytes: Buffer, size: number): Buffer {
    return Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);
  }
});

const NAMES: [string, string, string][] = [
  ['UP-007 a path', '../../etc/passwd', 'passwd.webp'],
  ['UP-007 a path of another system', 'C:\\\\a.png', 'a.webp'],
  ['UP-008 a line break', 'a%0d%0aX: y.png', 'aX y.webp'],
  ['UP-009 signs nobody sees', '.\u200bhtaccess', 'screenshot.webp'],
  ['UP-010 written from right to left', 'evil\u202egnp.exe', 'evilgnp.webp'],
  ['UP-010 markup', '<img onerror=alert(1)>.png', 'img onerroralert1.webp'],
  ['UP-010 five thousand characters', 'x'.repeat(5000), `${'x'.repeat(95)}.webp`],
];

for (const [what, filename, shown] of NAMES) {
  test(`${what}: the name is cleaned, and never a path`, async () => {
    const setting = await aSetting();
    const { json } = await upload(setting, await aPicture(), filename);
    expect(json.name).toBe(shown);
    const got = await call('GET', `/api/wall/screenshots/${json.id}`, { headers: { Cookie: setting.visitor.cookie } });
    expect(got.headers['content-disposition']).toBe(`inline; filename*=UTF-8''${encodeURIComponent(shown)}`);
  });
}

test('UP-019 UP-021 what was hidden in a picture is gone from what is shown', async () => {
  const setting = await aSetting();
  const photo = await flat()
    .withExifMerge({ IFD0: { Make: 'SecretPhone' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
    .jpeg()
    .toBuffer();
  const tail = Buffer.from(
    'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*<script>alert(1)</script>',
  );
  const { json } = await upload(setting, Buffer.concat([photo, tail]));
  const got = await call('GET', `/api/wall/screenshots/${json.id}`, { headers: { Cookie: setting.visitor.cookie } });
  expect(got.status).toBe(200);
  for (const hidden of ['SecretPhone', 'Exif', 'EICAR', '<script>'])
    expect(got.text.includes(hidden), hidden).toBe(false);
});

test('UP-018 of a moving picture one frame is kept', async () => {
  const setting = await aSetting();
  const frames = await Promise.all(
    ['#f00', '#0f0', '#00f'].map((background) =>
      sharp({ create: { width: 20, height: 20, channels: 3, background } })
        .raw()
        .toBuffer(),
    ),
  );
  const moving = await sharp(Buffer.concat(frames), { raw: { width: 20, height: 60, channels: 3, pageHeight: 20 } })
    .webp({ loop: 0 })
    .toBuffer();
  const { status, json } = await upload(setting, moving);
  expect([status, json.width, json.height]).toEqual([201, 20, 20]);
});

test('UP-025 the sixth picture, on a draft and on its ticket', async () => {
  const setting = await aSetting();
  const sent = await Promise.all(Array.from({ length: 7 }, async () => upload(setting, await aPicture())));
  expect(sent.map(({ status }) => status).sort()).toEqual([201, 201, 201, 201, 201, 409, 409]);
  const { json } = await submit(setting);
  expect(await pictures(setting)).toHaveLength(5);
  const proof = multipart([{ name: 'screenshots', filename: 'a.png', value: await aPicture() }], {
    ...OWN,
    ...JSON_PLEASE,
    Cookie: setting.visitor.cookie,
  });
  expect((await call('POST', `/api/wall/tickets/${json.number}/proof`, proof)).status).toBe(409);
  expect(await pictures(setting)).toHaveLength(5);
});

test('UP-025 for another user’s click or ticket', async () => {
  const setting = await aSetting();
  const { json } = await submit(setting);
  const stranger = await aVisitor(setting.game);
  const theirs = { ...setting, visitor: stranger };
  expect((await upload(theirs, await aPicture())).status).toBe(404);
  const proof = multipart([{ name: 'screenshots', filename: 'a.png', value: await aPicture() }], {
    ...OWN,
    ...JSON_PLEASE,
    Cookie: stranger.cookie,
  });
  expect((await call('POST', `/api/wall/tickets/${json.number}/proof`, proof)).status).toBe(404);
  expect([await pictures(setting), await pictures(theirs)]).toEqual([[], []]);
});

test('a picture that is none loses nothing of what was typed with it', async () => {
  const setting = await aSetting();
  const answer = await postTicket(
    setting.visitor,
    multipart([
      { name: 'click', value: setting.click },
      { name: 'email', value: 'a@b.co' },
      { name: 'description', value: DESCRIPTION },
      { name: 'screenshots', filename: 'a.png', value: 'no picture' },
    ]),
  );
  expect(answer.status).toBe(400);
  expect(await ticketsOf(setting)).toEqual([]);
  const page = await call('GET', `/wall/support/new?click=${setting.click}`, {
    headers: { Cookie: setting.visitor.cookie },
  });
  expect(page.text).toContain(DESCRIPTION);
});

test('UP-028 pictures have ids, and no paths', async () => {
  const { visitor } = await aSetting();
  const headers = { Cookie: visitor.cookie };
  const paths = [
    '../../.env',
    '..%2f..%2f.env',
    '%2e%2e%2f%2e%2e%2f.env',
    '..%5c..%5c.env',
    '%00',
    'a%00.webp',
    '....//....//.env',
    '%252e%252e%252f',
    '1',
    "'%20OR%201=1",
    '00000000-0000-0000-0000-000000000000',
  ];
  for (const path of paths) {
    for (const door of ['/api/wall/screenshots', '/api/console/screenshots']) {
      const answer = await call('GET', `${door}/${path}`, { headers });
      expect([400, 401, 404, 308], `${door}/${path}`).toContain(answer.status);
      expect(answer.headers['content-type'] ?? '').not.toMatch(/^image/);
      expect(answer.text).not.toMatch(/SECRET|root:/);
    }
  }
});
