/**
 * What an agent sees of a person without the permission `pii:view`: enough to tell two apart and to talk about one, not
 * enough to find them elsewhere.
 */
const HIDDEN = '…';

/** `jane.doe@example.com` → `j…@example.com`. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 1 ? HIDDEN : `${[...address][0]}${HIDDEN}${address.slice(at)}`;
}

/** `user-1234567` → `us…67`; a short one is hidden whole. */
export function maskId(id: string): string {
  const signs = [...id];
  return signs.length < 6 ? HIDDEN : `${signs.slice(0, 2).join('')}${HIDDEN}${signs.slice(-2).join('')}`;
}

/** `192.0.2.7` → `192.0.2.…`; of IPv6 the first two groups. */
export function maskIp(ip: string): string {
  const parts = ip.includes(':') ? ip.split(':').slice(0, 2) : ip.split('.').slice(0, 3);
  return `${parts.join(ip.includes(':') ? ':' : '.')}${ip.includes(':') ? ':' : '.'}${HIDDEN}`;
}

/** What names the device goes; what kind it is stays. */
export function maskDevice({ id, ...device }: Record<string, unknown>): Record<string, unknown> {
  return typeof id === 'string' ? { id: maskId(id), ...device } : device;
}
