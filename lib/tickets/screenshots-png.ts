/**
 * A PNG may carry any number of compressed side notes (text, colour profiles), and its reader unpacks them all: 8 MB of
 * them unpack to gigabytes. They are left out before anything reads the file; what makes the picture stays as it is.
 */
const SIGNATURE = 8;
/** Length, type and checksum, around the data. */
const AROUND = 12;
const KEPT = new Set(['IHDR', 'PLTE', 'tRNS', 'eXIf', 'IDAT', 'IEND']);

export function withoutSideNotes(png: Buffer): Buffer {
  const kept = [png.subarray(0, SIGNATURE)];
  for (let at = SIGNATURE; at + AROUND <= png.length; ) {
    const end = at + AROUND + png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    // A chunk that ends behind the file is left out too: the decoder then misses it and says so.
    if (KEPT.has(type) && end <= png.length) kept.push(png.subarray(at, end));
    if (type === 'IEND') break;
    at = end;
  }
  return Buffer.concat(kept);
}
