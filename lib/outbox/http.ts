/**
 * One call to the outside: checked address, bounded in time and size, no redirects, nothing inflated (04, Limits). The
 * answer is a value either way; a call that failed says how.
 */
import type { LookupFunction } from 'node:net';
import { Agent, type Dispatcher, request } from 'undici';
import { stopwatch } from '@/lib/foundation/clock';
import { AddressRefused, type Reach, refuseUrl, resolvePublic } from '@/lib/outbox/guard';

export type Call = {
  method: 'GET' | 'POST';
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | null;
};
export type CallLimits = { timeoutMs: number } & Reach;

export type CallFailure =
  | 'refused-address'
  | 'dns'
  | 'connect'
  | 'tls'
  | 'timeout'
  | 'reset'
  | 'too-large'
  | 'unreadable';
export type CallAnswer = { status: number; body: string; retryAfter: string | null; durationMs: number };
export type FailedCall = { failed: CallFailure; detail: string; durationMs: number };

const CONNECT_TIMEOUT_MS = 3_000;
const MOST_ANSWER_BYTES = 64 * 1024;

/** `timeoutMs` covers everything from the first look at the name to the last byte of the answer. */
export async function callOut(call: Call, { timeoutMs, ...reach }: CallLimits): Promise<CallAnswer | FailedCall> {
  const elapsed = stopwatch();
  const refused = refuseUrl(call.url, reach);
  if (refused) return { failed: 'refused-address', detail: refused, durationMs: elapsed() };
  try {
    const answer = await send(call, AbortSignal.timeout(timeoutMs), reach);
    return { ...answer, durationMs: elapsed() };
  } catch (error) {
    return { ...describe(error, timeoutMs), durationMs: elapsed() };
  }
}

async function send(call: Call, signal: AbortSignal, reach: Reach): Promise<Omit<CallAnswer, 'durationMs'>> {
  const { statusCode, headers, body } = await request(call.url, {
    dispatcher: agent(reach),
    method: call.method,
    headers: headersOf(call),
    body: call.body ?? null,
    signal,
  });
  const retryAfter = headers['retry-after'];
  return { status: statusCode, body: await body.text(), retryAfter: [retryAfter].flat()[0] ?? null };
}

/** All that we say of ourselves, in the order in which it goes out; the connection adds its own (host, content-length). */
export function headersOf({ headers }: Pick<Call, 'headers'>): Record<string, string> {
  return { 'user-agent': 'Makegood', accept: '*/*', 'accept-encoding': 'identity', ...headers };
}

const agents = new Map<string, Dispatcher>();

/** Keeps connections to each origin alive; each was opened to an address that was checked. */
function agent(reach: Reach): Dispatcher {
  const name = `${reach.allowPrivate} ${reach.ownDoor ?? false}`;
  const existing = agents.get(name);
  if (existing) return existing;
  const made = new Agent({
    connect: { timeout: CONNECT_TIMEOUT_MS, lookup: checkedLookup(reach) },
    allowH2: false,
    connections: 8,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 30_000,
    maxHeaderSize: 16 * 1024,
    // What is too much is not read to its end: the connection is closed.
    maxResponseSize: MOST_ANSWER_BYTES,
  });
  agents.set(name, made);
  return made;
}

function checkedLookup(reach: Reach): LookupFunction {
  return (hostname, { all }, done) => {
    resolvePublic(hostname, reach).then(
      (found) => (all ? done(null, found) : done(null, found[0]!.address, found[0]!.family)),
      (error: NodeJS.ErrnoException) => done(error, '', 0),
    );
  };
}

// ── what went wrong ─────────────────────────────────────────────────────────

function describe(thrown: unknown, timeoutMs: number): Omit<FailedCall, 'durationMs'> {
  const errors = causes(thrown);
  const codes = errors.map(({ code }) => String(code ?? ''));
  const detail = errors.map(({ message }) => message).find((message) => message !== '') ?? 'no reason was given';
  if (errors.some((error) => error instanceof AddressRefused)) return { failed: 'refused-address', detail };
  if (errors.some(({ name }) => name === 'TimeoutError')) {
    return { failed: 'timeout', detail: `no complete answer within ${timeoutMs} ms` };
  }
  const [failed = 'unreadable'] = FAILURES.find(([, pattern]) => codes.some((code) => pattern.test(code))) ?? [];
  return { failed, detail };
}

/** The first that fits; errors of TLS have too many codes to list them all. */
const FAILURES: readonly (readonly [CallFailure, RegExp])[] = [
  ['dns', /^(ENOTFOUND|EAI_\w+|ENODATA|ESERVFAIL)$/],
  ['tls', /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO|HOSTNAME_MISMATCH)/],
  ['too-large', /^UND_ERR_(HEADERS_OVERFLOW|RES_EXCEEDED_MAX_SIZE)$/],
  ['timeout', /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/],
  ['connect', /^(UND_ERR_CONNECT_TIMEOUT|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ETIMEDOUT|EACCES)$/],
  ['reset', /^(ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_ABORTED|UND_ERR_CLOSED|UND_ERR_DESTROYED)$/],
];

type Told = Error & { code?: unknown };

function causes(thrown: unknown): Told[] {
  if (!(thrown instanceof Error)) return [];
  const inner = thrown instanceof AggregateError ? (thrown.errors as unknown[]) : [];
  return [thrown as Told, ...[thrown.cause, ...inner].flatMap(causes)];
}
