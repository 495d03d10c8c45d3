import { expect, test } from 'vitest';
import { asksForNames, pieceAt, suggestionsFor } from '@/components/console/search-suggestions';

const offered = (text: string, names: string[] = []) =>
  suggestionsFor(pieceAt(text, text.length), names).map(({ insert }) => insert);

test('a beginning is completed to a key, a key to its values', () => {
  expect(offered('sta')).toEqual(['status:']);
  expect(offered('-ta')).toEqual(['-tag:']);
  expect(offered('status:de')).toEqual(['denied ']);
  expect(offered('assignee:')).toEqual(['me ', 'none ']);
  expect(offered('')).toEqual([]);
  expect(offered('word ')).toEqual([]);
});

test('in a list only the last value is completed', () => {
  const text = 'value>5 status:open,den';
  const piece = pieceAt(text, text.length);
  expect(text.slice(piece.from, piece.to)).toBe('den');
  expect(offered(text)).toEqual(['denied ']);
});

test('names with spaces are put between quotation marks, also when one was typed', () => {
  expect(offered('offer:co', ['Coin Kingdom'])).toEqual(['"Coin Kingdom" ']);
  const text = 'tag:vip offer:"Coin K';
  expect(text.slice(pieceAt(text, text.length).from)).toBe('"Coin K');
  expect(pieceAt(text, text.length).typed).toBe('Coin K');
  expect(asksForNames(pieceAt(text, text.length))).toBe(true);
});
