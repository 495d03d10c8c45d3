import fc from 'fast-check';

/** All texts that are one printable byte away. */
export function mutations(text: string): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat(text.length - 1), fc.integer({ min: 0x21, max: 0x7e }), fc.constantFrom('change', 'add', 'remove'))
    .map(([at, code, how]) => {
      const byte = how === 'remove' ? '' : String.fromCharCode(code);
      return text.slice(0, at) + byte + text.slice(how === 'add' ? at : at + 1);
    })
    .filter((mutant) => mutant !== text);
}
