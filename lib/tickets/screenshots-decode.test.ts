import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { looksAlike } from '@/lib/rules/look-hash';
import { isRefusal } from '@/lib/rules/refusal';
import { type DecodedScreenshot, decodeScreenshot } from '@/lib/tickets/screenshots-decode';

const RED = { r: 200, g: 30, b: 40 };

/** A PNG by hand, so that every field can be a lie. */
function png(chunks: Buffer[]): Buffer {
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks]);
}

function chunk(type: string, data: Buffer = Buffer.alloc(0), crc?: number): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([uint32(data.length), body, uint32(crc ?? crc32(body))]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

/** 8-bit grey unless told otherwise. */
function header(width: number, height: number, depth = 8): Buffer {
  return chunk('IHDR', Buffer.concat([uint32(width), uint32(height), Buffer.from([depth, 0, 0, 0, 0])]));
}

function greyRows(width: number, height: number): Buffer {
  return Buffer.alloc((width + 1) * height, 0);
}

const data = (rows: Buffer) => chunk('IDAT', deflateSync(rows));
const end = chunk('IEND');

function flat(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: RED } });
}

/** A picture with something in it: coarse noise, soft enough to survive a JPEG. */
function scene(width: number, height: number, seed = 1) {
  const grey = Buffer.from(
    Array.from({ length: 12 * 12 * 3 }, (_, at) => (Math.sin(at * 12.9898 + seed) * 43_758.5453) & 255),
  );
  return sharp(grey, { raw: { width: 12, height: 12, channels: 3 } }).resize(width, height, { kernel: 'cubic' });
}

async function decoded(bytes: Buffer): Promise<DecodedScreenshot> {
  const picture = await decodeScreenshot(bytes);
  if (isRefusal(picture)) throw new Error(picture.message);
  return picture;
}

test('a picture of one pixel is taken in each of the three formats', async () => {
  const one = { width: 1, height: 1 };
  expect(await decoded(await flat(1, 1).png().toBuffer())).toMatchObject({ ...one, mime: 'image/webp' });
  expect(await decoded(await flat(1, 1).webp().toBuffer())).toMatchObject({ ...one, mime: 'image/webp' });
  expect(await decoded(await flat(1, 1).jpeg().toBuffer())).toMatchObject({ ...one, mime: 'image/jpeg' });
});

test('8 MB are taken and one byte more is refused', async () => {
  const picture = await flat(10, 10).png().toBuffer();
  const padded = (size: number) => Buffer.concat([picture, Buffer.alloc(size - picture.length)]);
  expect(isRefusal(await decodeScreenshot(padded(8 * 1024 * 1024)))).toBe(false);
  expect(await decodeScreenshot(padded(8 * 1024 * 1024 + 1))).toMatchObject({ refused: 'too-large' });
});

test('a side of 16,383 pixels is taken and one more is refused', async () => {
  expect(await decoded(await flat(16_383, 1).png().toBuffer())).toMatchObject({ width: 16_383 });
  expect(await decodeScreenshot(await flat(16_384, 1).png().toBuffer())).toMatchObject({ refused: 'malformed' });
  expect(await decodeScreenshot(await flat(1, 65_500).jpeg().toBuffer())).toMatchObject({ refused: 'malformed' });
});

test('a photo taken sideways is turned upright, and where it was taken is gone', async () => {
  const photo = await scene(80, 40)
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { Make: 'SecretPhone' },
      IFD3: { GPSLatitude: '51/1 30/1 3230/100', GPSLatitudeRef: 'N' },
    })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>SecretPlace</rdf></x:xmpmeta>')
    .jpeg()
    .toBuffer();
  expect(await sharp(photo).metadata()).toMatchObject({ orientation: 6, exif: expect.anything() });

  const { image, width, height } = await decoded(photo);

  expect({ width, height }).toEqual({ width: 40, height: 80 });
  const kept = await sharp(image).metadata();
  expect([kept.exif, kept.xmp, kept.icc, kept.iptc, kept.orientation]).toEqual(Array(5).fill(undefined));
  for (const secret of ['SecretPhone', 'SecretPlace', 'Exif', 'GPS']) expect(image.includes(secret)).toBe(false);
});

test('what is hidden behind the end of a picture does not survive', async () => {
  const picture = await scene(64, 64).png().toBuffer();
  const tails = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '<script>alert(1)</script>', 'PK\u0003\u0004evil.exe'];
  for (const tail of tails) {
    const { image } = await decoded(Buffer.concat([picture, Buffer.from(tail, 'latin1')]));
    expect(image.includes(tail)).toBe(false);
  }
});

test('a text chunk inside a picture does not survive', async () => {
  const commented = png([header(4, 4), chunk('tEXt', Buffer.from('Comment\0<script>')), data(greyRows(4, 4)), end]);
  expect((await decoded(commented)).image.includes('script')).toBe(false);
});

test('of an animated WebP only the first frame is kept', async () => {
  const frames = await Promise.all([1, 2, 3].map((seed) => scene(32, 32, seed).png().toBuffer()));
  const animated = await sharp(frames, { join: { animated: true } })
    .webp({ loop: 0, lossless: true })
    .toBuffer();
  const { image, pixelHash, height } = await decoded(animated);
  expect(height).toBe(32);
  expect(pixelHash).toBe((await decoded(frames[0]!)).pixelHash);
  expect((await sharp(image, { pages: -1 }).metadata()).pages ?? 1).toBe(1);
});

test('of an animated PNG only the first frame is kept', async () => {
  const frame = Buffer.concat([uint32(0), uint32(4), uint32(4), uint32(0), uint32(0), Buffer.from([0, 1, 0, 1, 0, 0])]);
  const control = chunk('acTL', Buffer.concat([uint32(2), uint32(0)]));
  const second = Buffer.concat([uint32(2), deflateSync(Buffer.alloc(20, 255))]);
  const next = Buffer.from(frame);
  next.writeUInt32BE(1, 0);
  const parts = [chunk('fcTL', frame), data(greyRows(4, 4)), chunk('fcTL', next), chunk('fdAT', second), end];
  expect(await decoded(png([header(4, 4), control, ...parts]))).toMatchObject({ width: 4, height: 4 });
});

test('transparent places become white, so that the agent sees what was there', async () => {
  const clear = { create: { width: 4, height: 4, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } } as const;
  const { image } = await decoded(await sharp(clear).png().toBuffer());
  expect([...(await sharp(image).raw().toBuffer()).subarray(0, 3)]).toEqual([255, 255, 255]);
});

const svg = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">';
const drawn = (body: string) => async () => Buffer.from(`${svg}${body}</svg>`);

const otherTypes: Record<string, () => Promise<Buffer>> = {
  'nothing at all': async () => Buffer.alloc(0),
  text: async () => Buffer.from('hello, this is my proof'),
  HTML: async () => Buffer.from('<!doctype html><script>alert(1)</script>'),
  'SVG with a script': drawn('<script>alert(1)</script>'),
  'SVG that reads a file': drawn('<image xlink:href="file:///etc/passwd"/>'),
  'SVG with an import': drawn('<style>@import url(http://127.0.0.1/x)</style>'),
  'SVG with entities': async () => Buffer.from(`<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaa">]>${svg}&a;</svg>`),
  GIF: () => flat(9, 9).gif().toBuffer(),
  TIFF: () => flat(9, 9).tiff().toBuffer(),
  AVIF: () => flat(64, 64).avif().toBuffer(),
  HEIC: async () => Buffer.from('\u0000\u0000\u0000\u0018ftypheic\u0000\u0000\u0000\u0000mif1heic', 'latin1'),
  JXL: async () => Buffer.from('ff0a0000000000000000', 'hex'),
  BMP: async () => Buffer.from('BM\u001a\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u001a\u0000', 'latin1'),
  ICO: async () => Buffer.from('00000100010010100000010020006804', 'hex'),
  PSD: async () => Buffer.from('8BPS\u0000\u0001', 'latin1'),
  PDF: async () => Buffer.from('%PDF-1.7\n%âãÏÓ\n', 'latin1'),
  EPS: async () => Buffer.from('%!PS-Adobe-3.0 EPSF-3.0\n'),
  MVG: async () => Buffer.from('push graphic-context\nviewbox 0 0 9 9\nimage over 0,0 0,0 "/etc/passwd"\n'),
  'an executable': async () => Buffer.from('7f454c4602010100', 'hex'),
};

test.each(Object.entries(otherTypes))('%s is refused, whatever it is called', async (_, make) => {
  const refused = { refused: 'malformed', fields: { screenshots: expect.stringContaining('PNG, JPEG or WebP') } };
  expect(await decodeScreenshot(await make())).toMatchObject(refused);
});

test('the decoder itself has no loader for them either', async () => {
  for (const name of ['SVG with a script', 'GIF', 'TIFF', 'AVIF']) {
    await expect(
      sharp(await otherTypes[name]!())
        .png()
        .toBuffer(),
      name,
    ).rejects.toThrow();
  }
});

const whole = () => scene(120, 120).png().toBuffer();
const cut = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length * 0.6));

const damaged: Record<string, () => Promise<Buffer>> = {
  'a signature alone': async () => png([]),
  'no width': async () => png([header(0, 4), data(greyRows(0, 4)), end]),
  'no height': async () => png([header(4, 0), data(Buffer.alloc(0)), end]),
  'a header that promises more than there is': async () => png([header(400, 400), data(greyRows(100, 100)), end]),
  'a wrong checksum': async () => png([header(4, 4), chunk('IDAT', deflateSync(greyRows(4, 4)), 1), end]),
  'a header with a wrong checksum': async () => {
    const bytes = png([header(4, 4), data(greyRows(4, 4)), end]);
    bytes[29]! ^= 255;
    return bytes;
  },
  'a chunk that claims two gigabytes': async () => png([header(4, 4), uint32(0x7fffffff), Buffer.from('IDAT')]),
  'a PNG cut short': async () => cut(await whole()),
  'a JPEG cut short': async () => cut(await scene(400, 400).jpeg().toBuffer()),
  'a WebP cut short': async () => cut(await scene(400, 400).webp().toBuffer()),
  'a JPEG of a header only': async () => Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex'),
  'a WebP of a header only': async () => Buffer.from('RIFF\u0004\u0000\u0000\u0000WEBPVP8 ', 'latin1'),
  'noise behind a PNG signature': async () => png([randomBytes(5000)]),
  'noise behind a JPEG signature': async () => Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), randomBytes(5000)]),
  'a bomb: 20,000 × 20,000 in 50 KB': async () =>
    png([header(20_000, 20_000, 1), data(Buffer.alloc(2501 * 20_000)), end]),
  'a bomb: 65,500 × 65,500 in its header': async () => png([header(65_500, 65_500, 1), data(Buffer.alloc(9)), end]),
};

test.each(Object.entries(damaged))(
  '%s is refused in plain words, quickly and without eating memory',
  async (_, make) => {
    const bytes = await make();
    const started = performance.now();
    const before = process.resourceUsage().maxRSS;
    expect(await decodeScreenshot(bytes)).toMatchObject({
      refused: 'malformed',
      message: expect.stringContaining('picture'),
    });
    expect(performance.now() - started).toBeLessThan(5000);
    expect((process.resourceUsage().maxRSS - before) / 1024).toBeLessThan(150);
  },
);

const packed = deflateSync(Buffer.alloc(50_000_000, 97), { level: 9 });
const note = chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), packed]));
const profile = chunk('iCCP', Buffer.concat([Buffer.from('Profile\0\0', 'latin1'), packed]));
const around = (notes: Buffer[]) => png([header(4, 4), ...notes, data(greyRows(4, 4)), ...notes, end]);

const heavy: Record<string, Buffer> = {
  '100,000 tiny notes': around(Array(50_000).fill(chunk('tEXt', Buffer.from('a\0b')))),
  '50 MB of text packed into 50 KB': around([note]),
  'gigabytes of text packed into 4 MB': around(Array(40).fill(note)),
  'a colour profile of 50 MB packed into 50 KB': around([profile]),
};

test.each(Object.entries(heavy))('%s are left out of a picture before it is read', async (_, bytes) => {
  const started = performance.now();
  const before = process.resourceUsage().maxRSS;
  expect(await decoded(bytes)).toMatchObject({ width: 4, height: 4 });
  expect(performance.now() - started).toBeLessThan(5000);
  expect((process.resourceUsage().maxRSS - before) / 1024).toBeLessThan(150);
});

test('the same pixels are recognised in another file, and other pixels are not', async () => {
  const picture = await decoded(await scene(90, 60).png().toBuffer());
  const repacked = await decoded(await scene(90, 60).png({ compressionLevel: 0 }).withMetadata().toBuffer());
  const webp = await decoded(await scene(90, 60).webp({ lossless: true }).toBuffer());
  expect(repacked.pixelHash).toBe(picture.pixelHash);
  expect(webp.pixelHash).toBe(picture.pixelHash);
  expect((await decoded(await scene(90, 60, 7).png().toBuffer())).pixelHash).not.toBe(picture.pixelHash);
});

test('equal pixels in another shape are another picture', async () => {
  const wide = await decoded(await flat(20, 10).png().toBuffer());
  const tall = await decoded(await flat(10, 20).png().toBuffer());
  expect(wide.pixelHash).not.toBe(tall.pixelHash);
});

test('saved again, scaled or made brighter it still looks alike; another scene does not', async () => {
  const original = await decoded(await scene(600, 400).png().toBuffer());
  const changed = {
    again: scene(600, 400).jpeg({ quality: 40 }),
    scaled: scene(300, 200).png(),
    brighter: scene(600, 400).linear(0.9, 20).png(),
    cropped: scene(600, 400).extract({ left: 0, top: 0, width: 600, height: 396 }).png(),
  };
  for (const [what, picture] of Object.entries(changed)) {
    expect(looksAlike(original.lookHash, (await decoded(await picture.toBuffer())).lookHash), what).toBe(true);
  }
  const other = await decoded(await scene(600, 400, 99).png().toBuffer());
  expect(looksAlike(original.lookHash, other.lookHash)).toBe(false);
});

test('twenty pictures at once are all taken', async () => {
  const bytes = await scene(300, 300).png().toBuffer();
  const pictures = await Promise.all(Array.from({ length: 20 }, () => decoded(bytes)));
  expect(new Set(pictures.map(({ pixelHash }) => pixelHash)).size).toBe(1);
});

// Last, because they take memory honestly: the tests above measure how much theirs adds.

test('a photo of several megabytes is taken and can be read again', async () => {
  const noise = sharp(randomBytes(1000 * 750 * 3), { raw: { width: 1000, height: 750, channels: 3 } });
  const photo = await noise.resize(4000, 3000).jpeg({ quality: 75 }).toBuffer();
  expect(photo.length).toBeGreaterThan(2_000_000);
  const picture = await decoded(photo);
  expect(await sharp(picture.image).metadata()).toMatchObject({ format: 'jpeg', width: 4000, height: 3000 });
});

test('40 megapixels are taken and one row more is refused', async () => {
  const grey = (height: number) => png([header(8000, height, 1), data(Buffer.alloc(1001 * height)), end]);
  expect(await decoded(grey(5000))).toMatchObject({ width: 8000, height: 5000, mime: 'image/jpeg' });
  expect(await decodeScreenshot(grey(5001))).toMatchObject({
    refused: 'malformed',
    message: expect.stringContaining('40 megapixels'),
  });
});
