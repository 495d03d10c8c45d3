/**
 * `npm run intake`: postbacks alone, at the same addresses as the web, for operators whose traffic outgrows it. Plain
 * node:http around the same function; several can run behind any balancer. SIGTERM lets what is in hand finish.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { now } from '@/lib/foundation/clock';
import { closeDatabase } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { log } from '@/lib/foundation/log';
import { type Said, sayProblem, trueHop } from '@/lib/foundation/route';
import { answerPostback } from '@/lib/postbacks/answer-postback';
import { readReadiness } from '@/lib/reports/readiness';
import { refuse } from '@/lib/rules/refusal';
import { whenParentIsGone } from './with-parent.mjs';

const POSTBACKS = /^\/api\/postbacks\/([^/?]+)\/?(?:\?|$)/;

const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 }, receive);
server.listen(env.PORT, env.HOST, () => {
  const { port } = server.address() as { port: number };
  log.info({ port }, 'intake ready');
});

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  try {
    const { status, headers, body } = await answer(request);
    response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
    // An unread rest of a body would be taken for the next request.
    if (!request.complete) request.socket.destroySoon();
  } catch (error) {
    log.error({ err: error }, 'a postback could not be answered');
    request.socket.destroy();
  }
}

async function answer(request: IncomingMessage): Promise<Said> {
  const target = request.url ?? '/';
  const key = POSTBACKS.exec(target)?.[1];
  if (key === undefined) return elsewhere(target);
  const integrationKey = decoded(key);
  if (integrationKey === null) return sayProblem(refuse('malformed', 'This address cannot be read.'));
  if (request.method !== 'GET' && request.method !== 'POST') return { status: 405, headers: ALLOWED, body: '' };
  const asked = {
    integrationKey,
    method: request.method as 'GET' | 'POST',
    target,
    headers: request.headers as Record<string, string>,
    remoteIp: clientOf(request),
    readBody: (mostBytes: number) => readBody(request, mostBytes),
  };
  return answerPostback(asked, now());
}

const ALLOWED = { Allow: 'GET, POST' };
const JSON_TYPE = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };

/** What a balancer asks. */
async function elsewhere(target: string): Promise<Said> {
  if (target === '/api/health') return { status: 200, headers: JSON_TYPE, body: '{"status":"ok"}' };
  if (target !== '/api/ready') return sayProblem(refuse('not-found', 'Postbacks are taken here, and nothing else.'));
  const reasons = await readReadiness();
  const body = JSON.stringify(reasons.length === 0 ? { status: 'ready' } : { status: 'not-ready', reasons });
  return { status: reasons.length === 0 ? 200 : 503, headers: JSON_TYPE, body };
}

function decoded(key: string): string | null {
  try {
    return decodeURIComponent(key);
  } catch {
    return null;
  }
}

/** The socket's address, or what our own proxies (TRUSTED_PROXIES) vouch for. */
function clientOf({ headers, socket }: IncomingMessage): string | null {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');
  const before = env.TRUSTED_PROXIES > 0 ? [headers['x-forwarded-for'] ?? []].flat().join(', ') : '';
  return trueHop(before ? `${before}, ${address}` : address);
}

const EMPTY = new Uint8Array();

async function readBody(request: IncomingMessage, mostBytes: number): Promise<Uint8Array | null> {
  const { 'content-length': length = '0', 'transfer-encoding': chunked } = request.headers;
  if (length === '0' && chunked === undefined) return EMPTY;
  if (Number(length) > mostBytes) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= mostBytes) return chunks.push(chunk);
      request.pause();
      resolve(null);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

whenParentIsGone(() => process.kill(process.pid, 'SIGTERM'));
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    const tooLong = setTimeout(() => process.exit(1), 10_000);
    server.close(async () => {
      await closeDatabase();
      clearTimeout(tooLong);
      log.info('intake stopped');
      process.exit(0);
    });
    server.closeIdleConnections();
  });
}
