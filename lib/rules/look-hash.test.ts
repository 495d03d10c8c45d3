import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differingBits, isTelling, lookHash, looksAlike } from '@/lib/rules/look-hash';

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

test('a row that gets brighter is all ones, one that gets darker or stays is all zeros', () => {
  expect(lookHash(Uint8Array.from({ length: 72 }, (_, at) => (at % 9) * 10))).toBe(-1n);
  expect(lookHash(Uint8Array.from({ length: 72 }, (_, at) => 200 - (at % 9) * 10))).toBe(0n);
  expect(lookHash(new Uint8Array(72).fill(128))).toBe(0n);
});

test('the first pixel pair is the highest bit', () => {
  const grey = new Uint8Array(72);
  grey[0] = 1;
  grey.fill(2, 1, 9);
  expect(BigInt.asUintN(64, lookHash(grey))).toBe(1n << 63n);
});

test('every hash fits the signed 64-bit column of the database', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 72, maxLength: 72 }), (grey) => {
      const hash = lookHash(grey);
      expect(hash >= -(2n ** 63n) && hash < 2n ** 63n).toBe(true);
    }),
  );
});

test('a change of brightness changes nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(200), { minLength: 72, maxLength: 72 }), fc.nat(55), (grey, more) => {
      expect(lookHash(Uint8Array.from(grey.map((value) => value + more)))).toBe(lookHash(Uint8Array.from(grey)));
    }),
  );
});

test('six differing bits look alike and seven do not, the sign bit included', () => {
  expect(looksAlike(0n, 0b111111n)).toBe(true);
  expect(looksAlike(0n, 0b1111111n)).toBe(false);
  expect(looksAlike(-1n, -1n ^ 0b111111n)).toBe(true);
  expect(differingBits(-1n, 0n)).toBe(64);
  expect(differingBits(-(2n ** 63n), 0n)).toBe(1);
});

test('likeness is mutual, and everything is like itself', () => {
  fc.assert(
    fc.property(int64, int64, (a, b) => {
      expect(looksAlike(a, a)).toBe(true);
      expect(looksAlike(a, b)).toBe(looksAlike(b, a));
    }),
  );
});

test('a blank picture says nothing', () => {
  expect(isTelling(0n)).toBe(false);
  expect(isTelling(0b111111n)).toBe(false);
  expect(isTelling(0b1111111n)).toBe(true);
});

test('another number of pixels is a mistake of the caller', () => {
  expect(() => lookHash(new Uint8Array(71))).toThrow(RangeError);
});
