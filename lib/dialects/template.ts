/** Publishers' URL templates: macros in the brackets of their dialect, filled when we call. */
import type { Rewards } from './rewards';

type Brackets = Rewards['brackets'];

export function writeMacro(name: string, [open, close]: Brackets): string {
  return `${open}${name}${close}`;
}

/**
 * Every macro that `values` knows, percent-encoded; what it does not know stays as it stands. The template is walked once:
 * a value is never taken for a macro, whatever it looks like.
 */
export function fillTemplate(
  template: string,
  brackets: Brackets,
  values: Readonly<Record<string, string>>,
  encode: (value: string) => string = encodeValue,
): string {
  const [open, close] = brackets.map((bracket) => bracket.replace(/[[\]{}]/g, '\\$&'));
  const macro = new RegExp(`${open}([A-Za-z0-9_:]+)${close}`, 'g');
  return template.replace(macro, (found, name: string) =>
    Object.hasOwn(values, name) ? encode(values[name]!) : found,
  );
}

/** RFC 3986: only letters, digits and - . _ ~ stay. */
export function encodeValue(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** As PHP's http_build_query writes a value: a space is `+`, and of the rest only letters, digits and - . _ stay. */
export function encodeAsPhp(value: string): string {
  return encodeValue(value).replaceAll('%20', '+').replaceAll('~', '%7E');
}

export function appendParameters(url: string, parameters: readonly (readonly [string, string])[]): string {
  return parameters.reduce((longer, [name, value]) => {
    const joint = !longer.includes('?') ? '?' : /[?&]$/.test(longer) ? '' : '&';
    return `${longer}${joint}${encodeValue(name)}=${encodeValue(value)}`;
  }, url);
}

/** Only those whose names do not stand in the address yet: no parameter is ever sent twice. */
export function appendNew(url: string, parameters: readonly (readonly [string, string])[]): string {
  const there = new Set(readPairs(url).map(({ name }) => name));
  return appendParameters(
    url,
    parameters.filter(([name]) => !there.has(name)),
  );
}

export type Pair = { name: string; value: string; position: number };

/** The parameters of an address as they stand in it, with where each begins. */
export function readPairs(url: string): Pair[] {
  const start = url.indexOf('?') + 1;
  if (start === 0) return [];
  const pairs: Pair[] = [];
  for (const { 0: pair, index } of url.slice(start).matchAll(/[^&]+/g)) {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    pairs.push({ name, value, position: start + index });
  }
  return pairs;
}
