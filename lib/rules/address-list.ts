/** An allow-list of addresses and CIDR ranges, IPv4 and IPv6. An entry that is neither matches nothing. */
import { BlockList, isIP } from 'node:net';

export function isListed(list: readonly string[], address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
  const family = isIP(plain);
  return family !== 0 && toBlockList(list).check(plain, family === 4 ? 'ipv4' : 'ipv6');
}

function toBlockList(list: readonly string[]): BlockList {
  const block = new BlockList();
  for (const entry of list) {
    const [base = '', bits] = entry.trim().split('/');
    const family = isIP(base);
    if (family === 0) continue;
    const width = family === 4 ? 32 : 128;
    const prefix = bits === undefined ? width : Number(bits);
    if (Number.isInteger(prefix) && prefix >= 0 && prefix <= width)
      block.addSubnet(base, prefix, family === 4 ? 'ipv4' : 'ipv6');
  }
  return block;
}

/** One IPv4 or IPv6 address, or a range like `203.0.113.0/24`. */
export function isAddressRange(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0 || address.includes('%')) return false;
  return bits === undefined || (/^(0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
