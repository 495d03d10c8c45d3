// A server around one function: `receive({ method, url, headers, body })` returns `[status, text]`, or throws: then it is 500.
import { timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

/** One secret, or two divided by a space while it is changed. */
export const SECRETS = (process.env.SECRET ?? '').split(' ').filter(Boolean);
if (SECRETS.length === 0) throw new Error('Set SECRET: without it anybody could give away coins.');

export function serve(receive) {
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    try {
      const [status, text] = receive({ method, url, headers, body: Buffer.concat(chunks) });
      response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
    } catch (error) {
      console.error(error);
      response.writeHead(500).end('try again');
    }
  });
  server.listen(Number(process.env.PORT ?? 8000), '127.0.0.1', () => console.log(`port ${server.address().port}`));
}

/** Takes the same time wherever they differ, so that nobody can guess a signature character by character. */
export function same(expected, given) {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}
