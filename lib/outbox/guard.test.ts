/** Whom we may call and whom not. */
import { lookup } from 'node:dns/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { refuseUrl, resolvePublic } from './guard';

vi.mock('node:dns/promises', () => ({ lookup: vi.fn() }));
const PUBLIC = { allowPrivate: false };

function nameResolvesTo(...addresses: string[]): void {
  const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  vi.mocked(lookup).mockResolvedValue(found as never);
}
afterEach(() => vi.mocked(lookup).mockReset());

describe('an address', () => {
  test.each([
    'http://127.0.0.1/',
    'http://[::1]/',
    'http://0/',
    'http://0.0.0.0:80/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.0.0.1./',
    'http://10.1.2.3/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://198.18.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:8.8.8.8]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001:db8::1]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://[ff02::1]/',
  ])('%s is not public', (url) => {
    expect(refuseUrl(url, PUBLIC)).not.toBeNull();
  });

  test.each([
    'https://exa\tmple.com/',
    'https://x/\r\nX: y',
    'https://example。com/',
    'https://user:pass@example.com/',
    'https://user@example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'http:example.com',
    'javascript:alert(1)',
    'http://example.com:0/',
    'http://example.com:65536/',
    'http://',
    '',
  ])('%j is refused as it is written', (url) => {
    expect(refuseUrl(url, { allowPrivate: true })).not.toBeNull();
  });

  test.each(['https://example.com/cb?u=1', 'http://93.184.216.34:8080/', 'https://[2606:4700::1111]/'])(
    '%s may be tried',
    (url) => {
      expect(refuseUrl(url, PUBLIC)).toBeNull();
    },
  );

  test('loopback and private networks open for the demo, nothing else does', () => {
    const allowed = { allowPrivate: true };
    for (const url of ['http://127.0.0.1:3000/', 'http://[::1]/', 'http://10.0.0.1/', 'http://[fd00::1]/']) {
      expect(refuseUrl(url, allowed)).toBeNull();
    }
    for (const url of [
      'http://169.254.169.254/',
      'http://0.0.0.0/',
      'http://[fe80::1]/',
      'http://[64:ff9b::7f00:1]/',
    ]) {
      expect(refuseUrl(url, allowed)).not.toBeNull();
    }
  });
});

describe('a name', () => {
  test('is asked for once and gives the addresses that were checked', async () => {
    nameResolvesTo('93.184.216.34', '2606:4700::1111');
    expect(await resolvePublic('game.example', PUBLIC)).toEqual([
      { address: '93.184.216.34', family: 4 },
      { address: '2606:4700::1111', family: 6 },
    ]);
    expect(lookup).toHaveBeenCalledTimes(1);
  });

  test.each([
    [['127.0.0.1']],
    [['93.184.216.34', '::1']],
    [['93.184.216.34', '10.0.0.1']],
    [['fe80::1%eth0']],
    [['::ffff:10.0.0.1']],
  ])('that resolves to %j is refused as a whole', async (addresses) => {
    nameResolvesTo(...addresses);
    await expect(resolvePublic('game.example', PUBLIC)).rejects.toMatchObject({ code: 'REFUSED_ADDRESS' });
  });
});
