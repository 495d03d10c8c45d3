// The web does not swallow a flood of postbacks: beyond so many in hand, senders are told to come again before Next spends
// anything on them, so that memory stays and wall and console go on. The intake process counts what waits for its database
// instead (lib/postbacks/receive-postback.ts): a request costs it next to nothing.
const MOST_IN_HAND = 256;
/** A sender who hangs up stops nobody who is already at work on what he sent. */
const STILL_AT_WORK_MS = 2_000;

const BODY = JSON.stringify({
  error: { code: 'try-later', message: 'Too much is coming in at once. Please send it again.', retryAfter: 5 },
});
const HEADERS = {
  'Content-Type': 'application/json',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  'Retry-After': '5',
};

let inHand = 0;

/** Whether it was turned away; otherwise it counts until its answer is out. */
export function turnAwayFlood({ url }, response) {
  if (!url.startsWith('/api/postbacks/')) return false;
  if (inHand >= MOST_IN_HAND) {
    response.writeHead(503, HEADERS).end(BODY);
    return true;
  }
  inHand += 1;
  response.once('close', () => {
    if (response.writableFinished) putDown();
    else setTimeout(putDown, STILL_AT_WORK_MS).unref();
  });
  return false;
}

function putDown() {
  inHand -= 1;
}
