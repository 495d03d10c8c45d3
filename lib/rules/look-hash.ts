/**
 * How a picture looks, in 64 bits, so that the same screenshot on another ticket is pointed out to the agent (01, "what
 * none of the others has", 8). A difference hash: the picture as 9 × 8 grey pixels, one bit for each pair of neighbours in
 * a row, set when it gets brighter. Re-saving, scaling and a change of brightness leave most bits alone.
 */
export const LOOK_WIDTH = 9;
export const LOOK_HEIGHT = 8;
/** So many of the 64 bits may differ and the pictures still look alike. */
export const LOOKS_ALIKE_WITHIN = 6;

/** From 72 grey values, row by row. Signed, as the database's 64-bit integer is. */
export function lookHash(grey: Uint8Array): bigint {
  if (grey.length !== LOOK_WIDTH * LOOK_HEIGHT) throw new RangeError(`72 grey values expected, got ${grey.length}`);
  let bits = 0n;
  for (let row = 0; row < LOOK_HEIGHT; row += 1) {
    for (let column = 0; column < LOOK_WIDTH - 1; column += 1) {
      const at = row * LOOK_WIDTH + column;
      bits = (bits << 1n) | (grey[at]! < grey[at + 1]! ? 1n : 0n);
    }
  }
  return BigInt.asIntN(64, bits);
}

export function looksAlike(a: bigint, b: bigint): boolean {
  return differingBits(a, b) <= LOOKS_ALIKE_WITHIN;
}

/** A blank or nearly blank picture looks like every other one: its hash says nothing, only its exact pixels do. */
export function isTelling(hash: bigint): boolean {
  return !looksAlike(hash, 0n);
}

export function differingBits(a: bigint, b: bigint): number {
  let different = BigInt.asUintN(64, a ^ b);
  let count = 0;
  for (; different > 0n; different &= different - 1n) count += 1;
  return count;
}
