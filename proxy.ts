/**
 * Gives every page its content security policy with a fresh nonce (reference: trust, 4.2, class U). It is not a guard: who
 * may see what is decided in the pages and doors themselves. Doors under /api and static files have fixed headers instead
 * (next.config.ts).
 *
 * Next reads the nonce from the *request's* policy header, and pages read the two headers below; whatever a client sent
 * under these names is overwritten.
 */
import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { env } from '@/lib/foundation/env';

export const config = { matcher: '/((?!api/|_next/static/|_next/image|favicon.ico|icon.svg).*)' };

export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(nonce);
  // Forms go to doors under /api. What else is posted to a page is for server actions, of which there are none.
  if (!['GET', 'HEAD'].includes(request.method)) {
    const headers = { Allow: 'GET, HEAD', 'Content-Security-Policy': policy, 'Cache-Control': 'private, no-store' };
    return new NextResponse(null, { status: 405, headers });
  }
  const headers = new Headers(request.headers);
  headers.set('Content-Security-Policy', policy);
  headers.set('X-Nonce', nonce);
  headers.set('X-Page', request.nextUrl.pathname);
  headers.set('X-Lang', languageAsked(request.nextUrl.searchParams));
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  return response;
}

/** Anything else is no language, and some of it could be no header. */
function languageAsked(search: URLSearchParams): string {
  const tag = search.get('lang') ?? '';
  return /^[A-Za-z0-9-]{1,35}$/.test(tag) ? tag : '';
}

function contentSecurityPolicy(nonce: string): string {
  const development = env.NODE_ENV === 'development';
  const directives = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-src 'none'",
    "worker-src 'none'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
  ];
  if (env.PUBLIC_URL.startsWith('https:')) directives.push('upgrade-insecure-requests');
  return directives.join('; ');
}
