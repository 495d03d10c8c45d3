import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { inSample, SAMPLED_PERCENT } from '@/lib/rules/sample';

const ids = Array.from({ length: 20_000 }, () => randomUUID());

test('about one in twenty is drawn, and always the same ones', () => {
  const drawn = ids.filter((id) => inSample(id, 1, SAMPLED_PERCENT));
  expect(drawn.length / ids.length).toBeGreaterThan(0.04);
  expect(drawn.length / ids.length).toBeLessThan(0.06);
  expect(drawn.every((id) => inSample(id, 1, SAMPLED_PERCENT))).toBe(true);
});

test('another round is another draw', () => {
  const drawn = ids.filter((id) => inSample(id, 1, SAMPLED_PERCENT));
  expect(drawn.every((id) => inSample(id, 2, SAMPLED_PERCENT))).toBe(false);
});

test('nought draws none and a hundred draws all', () => {
  expect(ids.some((id) => inSample(id, 1, 0))).toBe(false);
  expect(ids.every((id) => inSample(id, 1, 100))).toBe(true);
});
