/**
 * Ticket numbers: `MG-7K3F-92QX`. Seven random characters (no look-alikes I, L, O, U; no Z, which leaves a prime 31; 34.7 bits)
 * and a check character, so that a number read over the phone or typed by hand is caught when one character is wrong or two are
 * swapped. R10. The number is for people: it opens nothing by itself (a session or an access token does).
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXY';
const LENGTH = 7;
export const TICKET_NUMBER = /^MG-[0-9A-HJKMNP-TV-Y]{4}-[0-9A-HJKMNP-TV-Y]{4}$/;

/** `randomBytes` are at least seven bytes from a cryptographic source. */
export function ticketNumber(randomBytes: Uint8Array): string {
  const body = Array.from(randomBytes.slice(0, LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  const all = body + checkCharacter(body);
  return `MG-${all.slice(0, 4)}-${all.slice(4)}`;
}

/** What a person typed → the number, or null. Case, spaces, dashes and look-alikes (O→0, I L→1) are forgiven. */
export function readTicketNumber(typed: string): string | null {
  if (typed.length > 100) return null;
  const plain = typed
    .replace(/[\s\p{Dash_Punctuation}[\]#]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  const body = plain.length > LENGTH + 1 ? plain.replace(/^MG/, '') : plain;
  const number = `MG-${body.slice(0, 4)}-${body.slice(4)}`;
  if (!TICKET_NUMBER.test(number)) return null;
  return body[LENGTH] === checkCharacter(body.slice(0, LENGTH)) ? number : null;
}

/** The first ticket number somewhere in a text, or null. */
export function findTicketNumber(text: string): string | null {
  const candidates = text.slice(0, 1_000).match(/\bMG[- ]?[0-9A-Z]{4}[- ]?[0-9A-Z]{4}\b/gi) ?? [];
  return candidates.map(readTicketNumber).find((number) => number !== null) ?? null;
}

/** Weighted sum modulo 31 (a prime above every weight): one wrong character or one swapped pair changes it. */
function checkCharacter(body: string): string {
  const total = [...body].reduce((sum, character, index) => sum + (index + 2) * ALPHABET.indexOf(character), 0);
  return ALPHABET[total % ALPHABET.length]!;
}
