/** The letter on a page of its own: no scripts, no forms, nothing loaded from anywhere. */
export const ALONE = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
};
