import { expect, test } from 'vitest';
import { forgottenAt, MAIL_LISTS, mailQuery, readMailFilter } from '@/lib/rules/mail-filter';

test.each(MAIL_LISTS)('the address of the list "%s" leads to it', (list) => {
  const filter = { list, cause: list === 'look-at' ? null : ('other-sender' as const) };
  expect(readMailFilter(Object.fromEntries(mailQuery(filter)))).toEqual(filter);
});

test('what cannot exist is left out, and a parameter that comes twice counts once', () => {
  expect(readMailFilter({ list: 'everything', cause: "x' OR 1=1" })).toEqual({ list: 'suspended', cause: null });
  expect(readMailFilter({ list: ['rejected', 'look-at'], cause: ['too-many', 'no-ticket'] })).toEqual({
    list: 'rejected',
    cause: 'too-many',
  });
});

test('replies to look at were put aside for no cause', () => {
  expect(readMailFilter({ list: 'look-at', cause: 'no-ticket' })).toEqual({ list: 'look-at', cause: null });
});

test('the plain list has a plain address', () => {
  expect(mailQuery({ list: 'suspended', cause: null }).size).toBe(0);
});

test('suspended mail is forgotten after 90 days', () => {
  expect(forgottenAt(new Date('2026-11-20T12:00:00Z'))).toEqual(new Date('2027-02-18T12:00:00Z'));
});
