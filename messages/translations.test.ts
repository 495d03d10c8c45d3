/** Every language says the same things with the same blanks to fill in. */
import { expect, test } from 'vitest';
import { argumentsOf } from '@/lib/rules/pseudo-locale';
import consoleEn from '@/messages/console.en.json';
import consoleEs from '@/messages/console.es.json';
import en from '@/messages/en.json';
import es from '@/messages/es.json';

type Tree = { [key: string]: string | Tree };

for (const [name, english, spanish] of [
  ['messages', en, es],
  ['console messages', consoleEn, consoleEs],
] as [string, Tree, Tree][]) {
  test(`Spanish ${name} have exactly the keys of English`, () => {
    expect(Object.keys(flat(spanish)).sort()).toEqual(Object.keys(flat(english)).sort());
  });

  test(`Spanish ${name} use exactly the arguments of English`, () => {
    const used = (tree: Tree) => Object.entries(flat(tree)).map(([key, text]) => [key, ...argumentsOf(text)].join(' '));
    expect(used(spanish).sort()).toEqual(used(english).sort());
  });
}

function flat(tree: Tree, prefix = ''): Record<string, string> {
  const pairs = Object.entries(tree).map(([key, value]) =>
    typeof value === 'string' ? { [prefix + key]: value } : flat(value, `${prefix}${key}.`),
  );
  return Object.assign({}, ...pairs);
}
