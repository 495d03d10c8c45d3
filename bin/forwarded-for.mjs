// Preloaded into the web process (bin/stack.ts, bin/start.ts): the address of the socket is appended to X-Forwarded-For as
// a proxy would do, so that the list's tail is true whatever a client wrote into it, and what else a client may claim about
// itself is dropped. lib/foundation/route.ts then counts from the end (TRUSTED_PROXIES). Next hands routes no socket.
import { Server } from 'node:http';

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
  if (event === 'request') tellTrueAddress(args[0]);
  return emit.call(this, event, ...args);
};

function tellTrueAddress(request) {
  const { headers, socket } = request;
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');
  const before = trusted > 0 ? headers['x-forwarded-for'] : undefined;
  headers['x-forwarded-for'] = before ? `${before}, ${address}` : address;
  for (const claim of CLAIMS) delete headers[claim];
  if (trusted === 0) delete headers['x-forwarded-proto'];
}
