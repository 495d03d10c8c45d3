/**
 * Whom we may call. Publishers type these addresses, and what they type must not reach our own network: literals are
 * checked before the call (Node never asks `lookup` about them), names by every address they resolve to, and the
 * connection goes to the addresses that were checked, so that a second answer of the DNS cannot change them (04, Limits).
 */
import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';

/** `ownDoor`: the address is the one that this house is configured to have, wherever that is (own-door.ts). */
export type Reach = { allowPrivate: boolean; ownDoor?: boolean };
type Address = { address: string; family: 4 | 6 };

/** Why this address must not be called; null: it may be tried. What its name resolves to is checked on every call. */
export function refuseUrl(url: string, reach: Reach): string | null {
  // `new URL` would drop tabs and line breaks and turn U+3002 into a dot.
  if (!/^[\x21-\x7e]{1,4096}$/.test(url)) return 'the address is not printable ASCII';
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:\/\//i.test(url)) return 'the address is not an http(s) URL';
  if (parsed.username !== '' || parsed.password !== '') return 'the address holds a user name or password';
  if (parsed.port === '0') return 'port 0 cannot be called';
  const host = hostOf(parsed);
  return isIP(host) !== 0 && !mayReach(host, reach) ? `${host} is not a public address` : null;
}

/** Without the brackets of an IPv6 literal. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

export class AddressRefused extends Error {
  readonly code = 'REFUSED_ADDRESS';
}

/** All addresses of a name, resolved once; one that is not public refuses them all. Throws what the resolver throws. */
export async function resolvePublic(hostname: string, reach: Reach): Promise<Address[]> {
  const found = (await lookup(hostname, { all: true, order: 'verbatim' })) as Address[];
  const refused = found.find(({ address }) => !mayReach(address, reach));
  if (refused) throw new AddressRefused(`${hostname} resolves to ${refused.address}, which is not a public address`);
  return found;
}

/** `allowPrivate` opens loopback and private networks for the demo and the tests, and nothing else. */
function mayReach(address: string, { allowPrivate, ownDoor = false }: Reach): boolean {
  if (ownDoor) return true;
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  if (address.includes('%')) return false;
  if (allowPrivate && PRIVATE[family].check(address, family)) return true;
  return !NOT_PUBLIC[family].check(address, family) && !isOurs(address);
}

function isOurs(address: string): boolean {
  return Object.values(networkInterfaces()).some((list) => list?.some((own) => own.address === address));
}

/** One list per family: a rule for IPv6 also catches IPv4 addresses, as their mapped form. */
function blockList(family: 'ipv4' | 'ipv6', networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address, bits] = network.split('/');
    list.addSubnet(address!, Number(bits), family);
  }
  return list;
}

const PRIVATE = {
  ipv4: blockList('ipv4', ['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']),
  ipv6: blockList('ipv6', ['::1/128', 'fc00::/7']),
};

/** The registries of special-purpose addresses (RFC 6890 and what came after). */
const NOT_PUBLIC = {
  ipv4: blockList('ipv4', [
    ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
    ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
    ...['224.0.0.0/4', '240.0.0.0/4'],
  ]),
  // Global unicast is 2000::/3. Everything else is not: ::1, ::ffff:0:0/96, 64:ff9b::/96, fc00::/7, fe80::/10, ff00::/8 …
  ipv6: blockList('ipv6', [
    ...['::/3', '4000::/2', '8000::/1'],
    ...['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
  ]),
};
