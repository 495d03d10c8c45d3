/**
 * Money is integer micro-dollars (1 USD = 1,000,000), as bigint, from the door to the database. Never a float.
 */
export type Micros = bigint;

const MICROS_PER_USD = 1_000_000n;
const EXACT_USD = /^(0|[1-9]\d{0,8})(\.\d{1,6})?$/;

/** "3.50" → 3_500_000n. Null for anything but a plain decimal with at most six places: nothing is ever rounded. */
export function parseUsd(text: string): Micros | null {
  if (!EXACT_USD.test(text)) return null;
  const [whole, fraction = ''] = text.split('.');
  return BigInt(whole!) * MICROS_PER_USD + BigInt(fraction.padEnd(6, '0'));
}

/** 3_500_000n → "3.50"; as many places as needed, at least two. The inverse of `parseUsd`. */
export function formatUsd(micros: Micros): string {
  const sign = micros < 0n ? '-' : '';
  const size = micros < 0n ? -micros : micros;
  const fraction = (size % MICROS_PER_USD)
    .toString()
    .padStart(6, '0')
    .replace(/0{1,4}$/, '');
  return `${sign}${size / MICROS_PER_USD}.${fraction}`;
}

export function sum(amounts: readonly Micros[]): Micros {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
