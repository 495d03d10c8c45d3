/**
 * Knocking at the doors without a browser: requests exactly as written (no header added, no path tidied), forms byte by
 * byte, and the people who knock. Nothing here knows the code behind the doors.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { demo, type Game, query, wallLink } from './fixtures';

// biome-ignore lint/suspicious/noExplicitAny: what a test expects of an answer it says in its expectations
type Json = any;

export type Reply = { status: number; headers: IncomingHttpHeaders; cookies: string[]; text: string; json: Json };
export type Sent = { headers?: Record<string, string | string[]>; body?: string | Buffer; base?: string };

export async function call(method: string, path: string, { headers = {}, body, base }: Sent = {}): Promise<Reply> {
  const { port } = new URL(base ?? demo.url);
  const sizes = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { host: '127.0.0.1', port, method, path, headers: { ...sizes, ...headers } },
      (response) => {
        // A stream of events has no end to wait for.
        if (response.headers['content-type']?.startsWith('text/event-stream')) {
          resolve(reply(response.statusCode!, response.headers, Buffer.alloc(0)));
          return response.destroy();
        }
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
        response.on('end', () => resolve(reply(response.statusCode!, response.headers, Buffer.concat(chunks))));
      },
    );
    sent.on('error', reject).end(body);
  });
}

function reply(status: number, headers: IncomingHttpHeaders, body: Buffer): Reply {
  const text = body.toString('utf8');
  return { status, headers, cookies: headers['set-cookie'] ?? [], text, json: parsed(text) };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Bytes into a socket, whatever comes back until the server closes or is silent for a second. */
export async function throughSocket(bytes: string | Buffer, silenceMs = 1000): Promise<string> {
  const { port } = new URL(demo.url);
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes));
    socket.setTimeout(silenceMs, () => socket.destroy());
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.on('error', () => undefined).on('close', () => resolve(received));
  });
}

// ── what a browser would add ────────────────────────────────────────────────

/** As a form on one of our own pages is sent. */
export const OWN = { Origin: demo.url, 'Sec-Fetch-Site': 'same-origin' };
export const JSON_PLEASE = { Accept: 'application/json' };

export function form(fields: Record<string, string> | [string, string][], headers: Sent['headers'] = {}): Sent {
  return {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  };
}

export type Part = { name: string; value: string | Buffer; filename?: string; type?: string };

export function multipart(parts: Part[], headers: Sent['headers'] = {}): Sent {
  const boundary = `----parts${randomBytes(12).toString('hex')}`;
  const pieces = parts.flatMap(({ name, value, filename, type }) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n` +
        `${filename === undefined && !type ? '' : `Content-Type: ${type ?? 'application/octet-stream'}\r\n`}\r\n`,
    ),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ]);
  return {
    headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}`, ...headers },
    body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

// ── who knocks ──────────────────────────────────────────────────────────────

/** `name=value` of the cookies an answer sets. */
export function cookieHeader(cookies: string[]): string {
  return cookies.map((cookie) => cookie.split(';', 1)[0]!).join('; ');
}

export type Visitor = { user: string; cookie: string };

/** Somebody who came in by the game's signed link. */
export async function aVisitor(game: Pick<Game, 'key' | 'wallSecret'>, user: string = randomUUID()): Promise<Visitor> {
  const { pathname, search } = new URL(wallLink(game, user));
  const entered = await call('GET', pathname + search);
  if (entered.status !== 303) throw new Error(`The wall link was refused: ${entered.status}`);
  return { user, cookie: cookieHeader(entered.cookies) };
}

/** An agent who has just signed in through the form's own doors. Waits when others have used up the tries of this machine. */
export async function anAgent(
  role = 'admin',
  tries = 8,
): Promise<{ cookie: string; cookies: string[]; email: string }> {
  const { email, password } = demo.agents.find((agent) => agent.role === role)!;
  const token = await call('GET', '/api/auth/csrf');
  const cookie = cookieHeader(token.cookies);
  const signedIn = await call(
    'POST',
    '/api/auth/callback/credentials',
    form({ csrfToken: token.json.csrfToken, email, password }, { ...OWN, Cookie: cookie }),
  );
  const session = signedIn.cookies.filter((set) => /^agent=./.test(set));
  if (session.length === 1)
    return { cookie: cookieHeader(session), cookies: [...token.cookies, ...signedIn.cookies], email };
  const { location = '' } = signedIn.headers;
  if (tries === 0 || !location.includes('too-many')) throw new Error(`Signing in failed: ${location}`);
  await wait(3000);
  return anAgent(role, tries - 1);
}

/** Keys are made by administration, which has no door yet: the row is written as it would be. */
export async function anApiKey(scopes: string[]): Promise<{ Authorization: string }> {
  const key = `mg_${randomBytes(32).toString('base64url')}`;
  const hash = createHash('sha256').update(key).digest('hex');
  await query('INSERT INTO api_key (name, key_hash, hint, scopes, created_at) VALUES ($1, $2, $3, $4, now())', [
    'test',
    hash,
    key.slice(0, 7),
    scopes,
  ]);
  return { Authorization: `Bearer ${key}` };
}
