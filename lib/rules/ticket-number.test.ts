import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTicketNumber, TICKET_NUMBER, ticketNumber } from '@/lib/rules/ticket-number';

const ALPHABET = [...'0123456789ABCDEFGHJKMNPQRSTVWXY'];
const number = fc.uint8Array({ minLength: 7, maxLength: 7 }).map(ticketNumber);
const PLACES = [3, 4, 5, 6, 8, 9, 10, 11];

test('a number looks like MG-7K3F-92QX and reads back as itself', () => {
  fc.assert(
    fc.property(number, (made) => {
      expect(made).toMatch(TICKET_NUMBER);
      expect(readTicketNumber(made)).toBe(made);
    }),
  );
});

test('no two characters of the alphabet look alike', () => {
  fc.assert(
    fc.property(number, (made) => {
      expect(made.slice(2)).not.toMatch(/[ILOUZ]/);
    }),
  );
});

test('every single wrong character is caught, at every place', () => {
  fc.assert(
    fc.property(number, (made) => {
      for (const place of PLACES) {
        for (const wrong of ALPHABET.filter((character) => character !== made[place])) {
          expect(readTicketNumber(made.slice(0, place) + wrong + made.slice(place + 1))).toBeNull();
        }
      }
    }),
  );
});

test('every swap of two neighbours is caught, across the dash too', () => {
  fc.assert(
    fc.property(number, (made) => {
      const characters = [...made.replaceAll('-', '').slice(2)];
      for (let place = 0; place < 7; place += 1) {
        const [first, second] = [characters[place]!, characters[place + 1]!];
        if (first === second) continue;
        expect(readTicketNumber(characters.toSpliced(place, 2, second, first).join(''))).toBeNull();
      }
    }),
  );
});

test('a missing or an added character is caught', () => {
  fc.assert(
    fc.property(number, fc.constantFrom(...ALPHABET), (made, more) => {
      expect(readTicketNumber(made.slice(0, -1))).toBeNull();
      expect(readTicketNumber(made + more)).toBeNull();
    }),
  );
});

test('how people type it is forgiven: case, spaces, any dash, brackets, look-alikes, the prefix', () => {
  const made = ticketNumber(Uint8Array.of(0, 1, 16, 22, 0, 1, 2));
  expect(made).toMatch(/^MG-01GP-012/);
  const ways = [
    made.toLowerCase(),
    ` ${made}\n`,
    made.replaceAll('-', ''),
    made.replaceAll('-', ' '),
    made.replaceAll('-', '\u2011'),
    made.replaceAll('-', '–'),
    `[${made}]`,
    `#${made}`,
    made.slice(3),
    made.replaceAll('0', 'O').replaceAll('1', 'l'),
    made.replaceAll('1', 'i'),
  ];
  for (const typed of ways) expect(readTicketNumber(typed), typed).toBe(made);
});

test('a number that itself begins with MG may be typed without its prefix', () => {
  const made = ticketNumber(Uint8Array.of(20, 16, 3, 4, 5, 6, 7));
  expect(made).toMatch(/^MG-MG/);
  expect(readTicketNumber(made)).toBe(made);
  expect(readTicketNumber(made.slice(3))).toBe(made);
});

test.each(['', 'MG', 'MG-', '../../etc', 'MG-UUUU-ZZZZ', 'MG-0000-000\u0000', '０'.repeat(8), 'M'.repeat(1_000_000)])(
  'what is no number is not read as one (case %#)',
  (typed) => {
    expect(readTicketNumber(typed)).toBeNull();
  },
);
