/**
 * What a form without JavaScript is told after a refusal: the answer and what was typed, kept for two minutes in a cookie
 * that only the page of the form can read, and shown once to the address that carries its key.
 */
import { randomBytes } from 'node:crypto';
import { cookies } from 'next/headers';
import { cookieOptions } from '@/app/api/auth/agent-cookies';
import { seeOther } from '@/lib/foundation/route';
import type { Refusal } from '@/lib/rules/refusal';

/** Followed by the key: pages lie below each other, and a browser sends the cookies of both. */
const COOKIE = 'console-flash-';
/** Browsers drop cookies beyond 4 KB. */
const LONGEST = 3_000;
const LONGEST_KEPT = 100;

export type Flash = { code: string; message: string; details: Record<string, unknown>; typed: Record<string, string> };

/** `place`: the part of the page that the form stands in. */
export function backWithProblem(
  path: string,
  refusal: Refusal,
  typed: Record<string, string>,
  place = 'decide',
  query = new URLSearchParams(),
): Response {
  const { refused: code, message, details = {} } = refusal;
  return backWith(path, 'problem', { code, message, details, typed }, place, query);
}

/** What came of it, where that stands in no row: it is told once. */
export function backWithResult(
  path: string,
  details: Record<string, unknown>,
  place: string,
  query = new URLSearchParams(),
): Response {
  return backWith(path, 'told', { code: '', message: '', details, typed: {} }, place, query);
}

function backWith(
  path: string,
  name: 'problem' | 'told',
  flash: Flash,
  place: string,
  query = new URLSearchParams(),
): Response {
  const key = randomBytes(6).toString('base64url');
  const secure = cookieOptions.secure ? '; Secure' : '';
  return seeOther(`${path}?${new URLSearchParams([...query, [name, key]])}#${place}`, {
    'Set-Cookie': `${COOKIE}${key}=${fitting(flash)}; Path=${path}; Max-Age=120; HttpOnly; SameSite=Strict${secure}`,
  });
}

function fitting(flash: Flash): string {
  const whole = encode(flash);
  return whole.length <= LONGEST ? whole : encode({ ...flash, typed: withoutLongest(flash.typed) });
}

/** Words of many lines do not fit into a cookie; choices do. */
function withoutLongest(typed: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(typed).filter(([, value]) => value.length <= LONGEST_KEPT));
}

function encode(flash: Flash): string {
  return Buffer.from(JSON.stringify(flash)).toString('base64url');
}

export async function readFlash(key: string | undefined): Promise<Flash | null> {
  const value = key && (await cookies()).get(`${COOKIE}${key}`)?.value;
  if (!value) return null;
  try {
    return JSON.parse(Buffer.from(value, 'base64url').toString('utf8')) as Flash;
  } catch {
    return null;
  }
}
