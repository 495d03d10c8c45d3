/**
 * The house sends to itself: samples, over real HTTP, to the address that networks are told. Only there: whatever is asked,
 * it is the configured public address and the postback door.
 */
import { env } from '@/lib/foundation/env';
import { type Call, type CallAnswer, callOut, type FailedCall } from '@/lib/outbox/http';

const TIMEOUT_MS = 10_000;

/** Throws if the address is not one of our own door: no such call is ever meant. */
export function knockAtOwnDoor(call: Call): Promise<CallAnswer | FailedCall> {
  if (!isOwnDoor(call.url)) throw new Error('This is not the address of our own postback door.');
  return callOut(call, { timeoutMs: TIMEOUT_MS, allowPrivate: true, ownDoor: true });
}

export function isOwnDoor(url: string): boolean {
  const [asked, own] = [URL.parse(url), new URL(env.PUBLIC_URL)];
  if (asked?.username !== '' || asked.password !== '') return false;
  return asked.origin === own.origin && asked.pathname.startsWith(`${own.pathname.replace(/\/$/, '')}/api/postbacks/`);
}
