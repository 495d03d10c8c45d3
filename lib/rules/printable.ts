/**
 * How bytes that no text column holds are kept: everything outside printable ASCII as `\xNN`, and the backslash too, so
 * that what came can be read back byte for byte. Text in, text out; one character is one byte (Latin-1).
 */
export function printable(bytes: string): string {
  return bytes.replace(
    /[^\x20-\x7e]|\\/g,
    (character) => `\\x${(character.charCodeAt(0) & 0xff).toString(16).padStart(2, '0')}`,
  );
}

/** The exact inverse of `printable`. What it did not write stays as it stands. */
export function asItCame(kept: string): string {
  return kept.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
