/** Text is readable on what it stands on, in light and in dark: 4.5 to 1 (WCAG 1.4.3); edges of controls 3 to 1 (1.4.11). */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync('app/globals.css', 'utf8');
const [light, dark] = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, body]) => tokens(body!));
const states = ['ok', 'wait', 'bad', 'info'];

const TEXT_ON: [string, string, number][] = [
  ...['surface', 'surface-raised'].flatMap((ground): [string, string, number][] => [
    ['text', ground, 4.5],
    ['text-quiet', ground, 4.5],
    ['accent', ground, 4.5],
    ['edge', ground, 3],
    ...states.map((state): [string, string, number] => [`${state}-text`, ground, 4.5]),
  ]),
  ...states.flatMap((state): [string, string, number][] => [
    [`${state}-text`, `${state}-fill`, 4.5],
    ['text', `${state}-fill`, 4.5],
  ]),
  ['text-quiet', 'line', 4.5],
  ['on-accent', 'accent', 4.5],
  ['accent', 'accent-fill', 4.5],
];

for (const [name, set] of Object.entries({ light: light!, dark: dark! })) {
  for (const [text, ground, least] of TEXT_ON) {
    test(`${name}: ${text} on ${ground}`, () => {
      expect(contrast(set[text]!, set[ground]!)).toBeGreaterThanOrEqual(least);
    });
  }
}

type Colour = [number, number, number];

function tokens(body: string): Record<string, Colour> {
  const found = [...body.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g)];
  return Object.fromEntries(found.map(([, name, ...numbers]) => [name!, numbers.map(Number) as Colour]));
}

function contrast(a: Colour, b: Colour): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (lighter! + 0.05) / (darker! + 0.05);
}

/** OKLCH → linear sRGB (clipped to what a screen shows) → relative luminance. */
function luminance([lightness, chroma, hue]: Colour): number {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  const green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  const blue = -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return 0.2126 * clip(red) + 0.7152 * clip(green) + 0.0722 * clip(blue);
}
