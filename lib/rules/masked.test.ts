import { expect, test } from 'vitest';
import { maskAddress, maskId, maskIp } from '@/lib/rules/masked';

test.each([
  ['jane.doe@example.com', 'j…@example.com'],
  ['"a@b"@example.com', '"…@example.com'],
  ['@example.com', '…'],
  ['erased', '…'],
])('of the address %s stays %s', (address, masked) => {
  expect(maskAddress(address)).toBe(masked);
});

test('of an id of six signs its ends stay; of a shorter one nothing', () => {
  expect(maskId('user-1234567')).toBe('us…67');
  expect(maskId('123456')).toBe('12…56');
  expect(maskId('12345')).toBe('…');
});

test('of an address of the network its neighbourhood stays', () => {
  expect(maskIp('192.0.2.7')).toBe('192.0.2.…');
  expect(maskIp('2001:db8:1::7')).toBe('2001:db8:…');
});
