/**
 * The event id of a completion: derived from what it is about, never drawn at random. A database that is restored to an
 * earlier hour and grants the same reward again sends the same id, and the publisher does not pay twice (R18).
 */
import { createHash } from 'node:crypto';

/** The namespace of Makegood's event ids; changing it would make every publisher see every reward as new. */
const NAMESPACE = Buffer.from('6d616b65676f6f64a75f2f7b1f0e5c11', 'hex');

export type Completion = { appKey: string; externalUserId: string; titleKey: string; taskKey: string };

/** UUID version 5 (RFC 9562, 5.5) over app, user, offer title and task. */
export function eventId({ appKey, externalUserId, titleKey, taskKey }: Completion): string {
  const name = JSON.stringify([appKey, externalUserId, titleKey, taskKey]);
  const bytes = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
