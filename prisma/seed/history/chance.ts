/** Chance that falls the same way every time: a demo that is seeded again tells the same months. */
export type Chance = {
  /** In [0, 1). */
  next: () => number;
  between: (from: number, to: number) => number;
  oneOf: <T>(list: readonly T[]) => T;
};

/** Mulberry32, a few lines of public domain; good enough to spread rows, good for nothing else. */
export function chance(seed: number): Chance {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    between: (from, to) => from + next() * (to - from),
    oneOf: (list) => list[Math.floor(next() * list.length)]!,
  };
}
