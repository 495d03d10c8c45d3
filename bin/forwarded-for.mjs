// Preloaded into the web process (bin/stack.ts, bin/start.ts): the address of the socket is appended to X-Forwarded-For as
// a proxy would do, so that the list's tail is true whatever a client wrote into it, and what else a client may claim about
// itself is dropped. lib/foundation/route.ts then counts from the end (TRUSTED_PROXIES). Next hands routes no socket.
// What Next would answer with a bare 500 is refused here: an address that is no text, and methods nobody serves.
import { Server } from 'node:http';
import { turnAwayFlood } from './postbacks-in-hand.mjs';
import { whenParentIsGone } from './with-parent.mjs';

whenParentIsGone(() => process.kill(process.pid, 'SIGTERM'));

const CLAIMS = [
  'x-real-ip',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-client-ip',
  'forwarded',
  'next-resume',
  'x-middleware-subrequest',
];
const trusted = Number(process.env.TRUSTED_PROXIES ?? 0);
const emit = Server.prototype.emit;

Server.prototype.emit = function (event, ...args) {
  if (event !== 'request') return emit.call(this, event, ...args);
  const [request, response] = args;
  const status = refusal(request);
  if (status) return turnAway(response, status);
  if (turnAwayFlood(request, response)) return true;
  tellTrueAddress(request);
  tellTarget(request);
  // Next's own redirects would go out without them.
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Strict-Transport-Security', 'max-age=63072000; includeSubDomains; preload');
  return emit.call(this, event, ...args);
};

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

function refusal({ method, url }) {
  if (!METHODS.includes(method)) return 405;
  // `GET http://elsewhere/…` is for proxies; Next would redirect to where it says.
  if (!url.startsWith('/') && url !== '*') return 400;
  try {
    return decodeURIComponent(url.split('?', 1)[0]).includes('\0') ? 400 : null;
  } catch {
    return 400;
  }
}

function turnAway(response, status) {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    ...(status === 405 && { Allow: METHODS.join(', ') }),
  });
  response.end(status === 405 ? 'Method not allowed.\n' : 'This address cannot be read.\n');
  return true;
}

function tellTrueAddress(request) {
  const { headers, socket } = request;
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');
  const before = trusted > 0 ? headers['x-forwarded-for'] : undefined;
  headers['x-forwarded-for'] = before ? `${before}, ${address}` : address;
  for (const claim of CLAIMS) delete headers[claim];
  if (trusted === 0) delete headers['x-forwarded-proto'];
}

/** Next hands routes an address that was parsed and written again; the signatures of postbacks cover what was sent. */
function tellTarget({ headers, url }) {
  delete headers['x-target-as-it-came'];
  if (url.startsWith('/api/postbacks/')) headers['x-target-as-it-came'] = url;
}
