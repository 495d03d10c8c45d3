/**
 * From the bytes somebody sent to a picture we made: the widest hole of the house, so nothing of the original survives.
 * R8: PNG, JPEG or WebP, 8 MB each. 04, limits: 40 megapixels, one frame (of an animation the first), re-encoded,
 * metadata gone. The type is read from the content, never from the name or the header; all of libvips' loaders are
 * blocked but three; five seconds at most, two pictures at a time.
 */
import { createHash } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import sharp, { type Sharp } from 'sharp';
import { stopwatch } from '@/lib/foundation/clock';
import { LOOK_HEIGHT, LOOK_WIDTH, lookHash } from '@/lib/rules/look-hash';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { withoutSideNotes } from '@/lib/tickets/screenshots-png';

export const SCREENSHOT_MAX_BYTES = 8 * 1024 * 1024;
export const SCREENSHOT_MAX_PIXELS = 40_000_000;
/** WebP can be no longer; nor is any honest screenshot. */
export const SCREENSHOT_MAX_SIDE = 16_383;
/** WebP takes seconds for more than this, JPEG half a second. */
const WEBP_MAX_PIXELS = 12_000_000;
const SECONDS = 5;
const AT_A_TIME = 2;

export type ScreenshotMime = 'image/webp' | 'image/jpeg';
export type DecodedScreenshot = {
  image: Buffer;
  mime: ScreenshotMime;
  width: number;
  height: number;
  /** SHA-256 over the size and the raw pixels: the same picture, whatever file it came in. */
  pixelHash: string;
  lookHash: bigint;
};

sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
sharp.cache(false);

/** What may come in, and what is made of it: photos stay JPEG, drawn pictures become WebP. APNG is a PNG to its reader. */
const MADE_FROM: Record<string, ScreenshotMime> = {
  'image/jpeg': 'image/jpeg',
  'image/png': 'image/webp',
  'image/apng': 'image/webp',
  'image/webp': 'image/webp',
};

export async function decodeScreenshot(bytes: Buffer): Promise<DecodedScreenshot | Refusal> {
  if (bytes.length > SCREENSHOT_MAX_BYTES) return refusePicture('A picture can have at most 8 MB.', 'too-large');
  const type = await fileTypeFromBuffer(bytes).catch(() => undefined);
  const mime = type && MADE_FROM[type.mime];
  if (!mime) return refusePicture(`${nameOf(type?.ext)} cannot be used. Please send a PNG, JPEG or WebP picture.`);
  const picture = type.mime.endsWith('png') ? withoutSideNotes(bytes) : bytes;
  return await inTurn(() => remake(picture, mime));
}

async function remake(bytes: Buffer, usually: ScreenshotMime): Promise<DecodedScreenshot | Refusal> {
  const elapsed = stopwatch();
  const left = () => Math.max(1, Math.ceil(SECONDS - elapsed() / 1000));
  try {
    const { width, height } = await sharp(bytes, READING).metadata();
    if (Math.max(width, height) > SCREENSHOT_MAX_SIDE) return refusePicture('A side of this picture is too long.');
    const mime = width * height > WEBP_MAX_PIXELS ? 'image/jpeg' : usually;
    const pixels = await readPixels(bytes, left());
    const look = await again(pixels).greyscale().resize(LOOK_WIDTH, LOOK_HEIGHT, { fit: 'fill' }).raw().toBuffer();
    const image = await encode(again(pixels), mime).timeout({ seconds: left() }).toBuffer();
    const size = { width: pixels.width, height: pixels.height };
    return { image, mime, ...size, pixelHash: hashOf(pixels), lookHash: lookHash(look) };
  } catch (error) {
    return refusePicture(reasonOf(error as Error));
  }
}

const READING = { limitInputPixels: SCREENSHOT_MAX_PIXELS, failOn: 'error', pages: 1 } as const;

type Pixels = { data: Buffer; width: number; height: number };

/** Turned upright as the camera meant it, on white where it is transparent, plain sRGB with three bytes a pixel. */
async function readPixels(bytes: Buffer, seconds: number): Promise<Pixels> {
  const { data, info } = await sharp(bytes, READING)
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .timeout({ seconds })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function again({ data, width, height }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: SCREENSHOT_MAX_PIXELS });
}

function encode(picture: Sharp, mime: ScreenshotMime): Sharp {
  if (mime === 'image/jpeg') return picture.jpeg({ quality: 85 });
  return picture.webp({ quality: 85, effort: 1, smartSubsample: true });
}

function hashOf({ data, width, height }: Pixels): string {
  return createHash('sha256').update(`${width}x${height}:`).update(data).digest('hex');
}

function reasonOf(error: Error): string {
  if (/pixel limit/i.test(error.message)) return 'This picture has more than 40 megapixels. Please send a smaller one.';
  if (/timeout/i.test(error.message)) return 'This picture takes too long to read. Please send a smaller one.';
  return 'This picture is damaged and cannot be read. Please take it again.';
}

function nameOf(extension: string | undefined): string {
  return extension ? `A file of the type ${extension.toUpperCase()}` : 'This file';
}

function refusePicture(message: string, code: 'malformed' | 'too-large' = 'malformed'): Refusal {
  return refuse(code, message, { fields: { screenshots: message } });
}

let running = 0;
const waiting: (() => void)[] = [];

/** A large picture takes some hundred megabytes while it is read: the others wait. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_A_TIME) await new Promise<void>((go) => waiting.push(go));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
