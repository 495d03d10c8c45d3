/**
 * next-auth behind a narrow door: the form's token (`GET csrf`, `GET signin`), the form itself (`POST callback/credentials`),
 * and the way to the company's own provider and back (`GET signin/oidc`, `GET callback/oidc`). Everything else it could do is not offered. Answers lead only to our own paths, and an
 * error is one of a few words that the sign-in page knows.
 */
import { cookies } from 'next/headers';
import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { agentAuth } from '@/app/api/auth/agent-auth';
import { CALLBACK_COOKIE, CSRF_COOKIE, csrfTokenOf, OIDC_COOKIES } from '@/app/api/auth/agent-cookies';
import { providerName } from '@/app/api/auth/oidc-provider';
import { env } from '@/lib/foundation/env';
import { problem, readBody, refuseForeignOrigin, route, seeOther } from '@/lib/foundation/route';
import { consolePath } from '@/lib/rules/console-path';
import { entryOf } from '@/lib/rules/entry-of';
import { type Refusal, refuse } from '@/lib/rules/refusal';

type Context = { params: Promise<{ nextauth: string[] }> };

const FORM_LIMIT = 4096;

export const GET = route<Context>(async (request, context, now) => {
  const action = (await context.params).nextauth.join('/');
  if (action === 'callback/credentials') return problem(refuse('method-not-allowed', 'Send the sign-in form by POST.'));
  if (action === 'signin/oidc' && providerName()) return toProvider(request, context, now);
  if (action === 'callback/oidc' && providerName()) return fromProvider(request, context, now);
  if (action !== 'csrf' && action !== 'signin') return problem(refuse('not-found', 'There is nothing here.'));
  const { searchParams } = new URL(request.url);
  const callbackUrl = consolePath(searchParams.get('callbackUrl'));
  const asked = new URL(`?${new URLSearchParams({ callbackUrl })}`, request.url);
  const answer = await askNextAuth(new NextRequest(asked, { headers: request.headers }), context, now);
  return ownAnswer(answer, callbackUrl, searchParams.get('problem') ?? '');
});

export const POST = route<Context>(async (request, context, now) => {
  const action = (await context.params).nextauth.join('/');
  if (action !== 'callback/credentials') return problem(refuse('not-found', 'There is nothing here.'));
  const form = refuseForeignOrigin(request) ?? (await readForm(request));
  if ('refused' in form) return problem(form);
  const callbackUrl = consolePath(form.get('callbackUrl'));
  form.set('callbackUrl', callbackUrl);
  const headers = new Headers(request.headers);
  headers.delete('content-length');
  const posted = new NextRequest(request.url, { method: 'POST', headers, body: form.toString() });
  return ownAnswer(await askNextAuth(posted, context, now), callbackUrl);
});

/**
 * A link, not a form: our pages may post only to us, and browsers hold a form's redirect against that. What the link begins
 * can end only in this browser (state, nonce, PKCE), so it takes nobody anywhere they could not go themselves.
 */
async function toProvider(request: Request, context: Context, now: Date): Promise<Response> {
  const callbackUrl = consolePath(new URL(request.url).searchParams.get('callbackUrl'));
  const csrfToken = csrfTokenOf((await cookies()).get(CSRF_COOKIE)?.value);
  if (!csrfToken) return seeOther(signInPath({ problem: 'expired', callbackUrl }));
  const body = new URLSearchParams({ csrfToken, callbackUrl }).toString();
  const headers = new Headers({ 'Content-Type': 'application/x-www-form-urlencoded' });
  const begun = new NextRequest(new URL('/api/auth/signin/oidc', request.url), { method: 'POST', headers, body });
  const answer = await askNextAuth(begun, context, now);
  const away = answer.headers.get('Location') ?? '';
  if (isOurs(away)) return ownAnswer(answer, callbackUrl);
  return redirectWith(answer, away);
}

/** Whatever comes of it, what the attempt was held against has served its time. */
async function fromProvider(request: Request, context: Context, now: Date): Promise<Response> {
  const { searchParams, href } = new URL(request.url);
  const answer = await askNextAuth(new NextRequest(href, { headers: request.headers }), context, now);
  const isDeclined = searchParams.get('error') === 'access_denied';
  const problems = isDeclined ? { ...PROBLEMS, Callback: 'oidc-declined' } : PROBLEMS;
  const wanted = answer.headers.get('Location') ?? '';
  const callbackUrl = consolePath((await cookies()).get(CALLBACK_COOKIE)?.value);
  const leads = redirectWith(answer, ownPath(wanted, callbackUrl, '', problems));
  for (const { name, options } of Object.values(OIDC_COOKIES)) {
    leads.headers.append(
      'Set-Cookie',
      `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${options.secure ? '; Secure' : ''}`,
    );
  }
  return leads;
}

function isOurs(address: string): boolean {
  return new URL(address, env.PUBLIC_URL).origin === new URL(env.PUBLIC_URL).origin;
}

async function readForm(request: Request): Promise<URLSearchParams | Refusal> {
  const type = request.headers.get('content-type') ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded'))
    return refuse('unsupported-type', 'Send the sign-in form.');
  const body = await readBody(request, FORM_LIMIT);
  return body ? new URLSearchParams(body.toString('utf8')) : refuse('too-large', 'The form is too long.');
}

function askNextAuth(request: NextRequest, context: Context, now: Date): Promise<Response> {
  return NextAuth(request, context, agentAuth(request, now)) as Promise<Response>;
}

/** The answer's cookies with a redirect of ours; an answer without a redirect goes out as it is, and is kept by nobody. */
function ownAnswer(answer: Response, callbackUrl: string, told = ''): Response {
  const wanted = answer.headers.get('Location');
  if (wanted === null) {
    answer.headers.set('Cache-Control', 'no-store');
    return answer;
  }
  return redirectWith(answer, ownPath(wanted, callbackUrl, told));
}

function redirectWith(answer: Response, location: string): Response {
  const headers = new Headers({ Location: location, 'Cache-Control': 'no-store' });
  for (const cookie of answer.headers.getSetCookie()) headers.append('Set-Cookie', cookie);
  return new Response(null, { status: 303, headers });
}

function ownPath(wanted: string, callbackUrl: string, told: string, problems = PROBLEMS): string {
  const { pathname, searchParams } = new URL(wanted, 'http://own.invalid');
  const error = searchParams.get('error') ?? '';
  if (pathname === '/sign-in') return signInPath({ cookie: 'set', problem: told, callbackUrl });
  if (pathname.endsWith('/signin')) return signInPath({ problem: problems[error] ?? 'expired', callbackUrl });
  if (!pathname.endsWith('/error')) return callbackUrl;
  return signInPath({ problem: entryOf(problems, error) ?? 'unavailable', callbackUrl });
}

/** next-auth's words, and those that our own callbacks throw, by what the sign-in page calls them. */
const PROBLEMS: Record<string, string> = {
  CredentialsSignin: 'wrong',
  'too-many': 'too-many',
  OAuthSignin: 'oidc-away',
  OAuthCallback: 'oidc-failed',
  'oidc-failed': 'oidc-failed',
  'oidc-unverified': 'oidc-unverified',
  'oidc-unknown': 'oidc-unknown',
  'oidc-disabled': 'oidc-disabled',
};

function signInPath(parameters: Record<string, string>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== '');
  return `/sign-in?${new URLSearchParams(given)}`;
}
