/**
 * Which passwords are refused: short ones, ones that everybody tries first, and ones made of what is known about the person.
 * No rule asks for a capital or a digit: length is what costs a guesser.
 */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 256;
const FEWEST_LETTERS = 5;
const KNOWN_PART = 4;

export type PasswordFault = 'too-short' | 'too-long' | 'too-common' | 'about-you';

/** What lists of stolen passwords begin with, without the digits and signs that people add. */
const COMMON =
  /(?:p[a@4][s5$]{2}w[o0]rd|passwort|contrase[nñ]a|qwert[yz]|azerty|1q2w3e|qazwsx|letmein|welcome|iloveyou|changeme|adm[i1]n|login|monkey|dragon|football|baseball|superman|batman|trustno1|master|sunshine|princess|starwars|whatever|freedom|makegood|support|abcdefg|12345|98765|54321)/gi;

/** `known`: the person's address and name. */
export function passwordFault(password: string, known: readonly string[] = []): PasswordFault | null {
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD) return 'too-short';
  if (password.length > LONGEST_PASSWORD) return 'too-long';
  if (new Set(password.toLowerCase()).size < FEWEST_LETTERS || isRow(password)) return 'too-common';
  if (meat(password.replace(COMMON, '')) < KNOWN_PART) return 'too-common';
  return isAbout(password, known) ? 'about-you' : null;
}

/** Letters that are left when digits and signs are taken away. */
function meat(text: string): number {
  return text.replace(/[^\p{L}]/gu, '').length || (/^[\d\W_]{12,}$/.test(text) ? KNOWN_PART : 0);
}

/** `abcdefghijkl`, `lkjihgfedcba`: every step is the same. */
function isRow(password: string): boolean {
  const steps = new Set([...password].slice(1).map((letter, at) => letter.charCodeAt(0) - password.charCodeAt(at)));
  return steps.size === 1;
}

function isAbout(password: string, known: readonly string[]): boolean {
  const words = known
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= KNOWN_PART);
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), password.toLowerCase());
  return rest.length < password.length && rest.length < SHORTEST_PASSWORD - KNOWN_PART;
}
