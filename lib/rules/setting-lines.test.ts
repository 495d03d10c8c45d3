import { expect, test } from 'vitest';
import { hasFaults, readAddressLines, readMapLines, writeMapLines } from '@/lib/rules/setting-lines';

const isState = (text: string): text is 'PENDING' | 'COMPLETED' => text === 'PENDING' || text === 'COMPLETED';
const states = (text: string) => readMapLines(text, { longestWord: 8, isMeaning: isState, most: 3 });

test('addresses and ranges are read line by line, and empty lines are nothing', () => {
  expect(readAddressLines('203.0.113.7\r\n\n  2001:db8::/32 \n10.0.0.0/8')).toEqual([
    '203.0.113.7',
    '2001:db8::/32',
    '10.0.0.0/8',
  ]);
  expect(readAddressLines(' \n')).toEqual([]);
});

test('what is no address is named with its line', () => {
  expect(readAddressLines('203.0.113.7\n\n203.0.113\n10.0.0.0/33\n203.0.113.7')).toEqual({
    faults: [
      { line: 3, text: '203.0.113', fault: 'address' },
      { line: 4, text: '10.0.0.0/33', fault: 'address' },
      { line: 5, text: '203.0.113.7', fault: 'twice' },
    ],
  });
});

test('two hundred addresses are a list, two hundred and one are too many', () => {
  const list = (count: number) => Array.from({ length: count }, (_, at) => `10.0.${at >> 8}.${at & 255}`).join('\n');
  expect(readAddressLines(list(200))).toHaveLength(200);
  expect(readAddressLines(list(201))).toEqual({ faults: [{ line: 201, text: '10.0.0.200', fault: 'too-many' }] });
});

test('a word and its meaning are divided by the last "="', () => {
  expect(states('approved = COMPLETED\na=b=PENDING')).toEqual({ approved: 'COMPLETED', 'a=b': 'PENDING' });
});

test('each faulty line says what is wrong with it', () => {
  expect(states('approved\nhold =\n= PENDING\nlongerthan8 = PENDING\nhold = LATER\nhold = PENDING')).toEqual({
    faults: [
      { line: 1, text: 'approved', fault: 'no-meaning' },
      { line: 2, text: 'hold =', fault: 'no-meaning' },
      { line: 3, text: '= PENDING', fault: 'word' },
      { line: 4, text: 'longerthan8 = PENDING', fault: 'word' },
      { line: 5, text: 'hold = LATER', fault: 'meaning' },
      { line: 4, text: 'longerthan8 = PENDING', fault: 'too-many' },
    ],
  });
});

test('a word that comes twice is a fault, even with the same meaning', () => {
  expect(states('a = PENDING\na = PENDING')).toEqual({ faults: [{ line: 2, text: 'a = PENDING', fault: 'twice' }] });
});

test('words that every object has are words like others', () => {
  const map = states('toString = PENDING');
  expect(hasFaults(map)).toBe(false);
  expect(Object.entries(map)).toEqual([['toString', 'PENDING']]);
  expect(hasFaults(states('faults = PENDING'))).toBe(false);
});

test('what is written is read again', () => {
  const map = { approved: 'COMPLETED', 'a=b': 'PENDING' } as const;
  expect(states(writeMapLines(map))).toEqual(map);
});
