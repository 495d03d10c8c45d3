/**
 * next-auth behind a narrow door: the form's token (`GET csrf`, `GET signin`) and the form itself
 * (`POST callback/credentials`). Everything else it could do is not offered. Answers lead only to our own paths, and an
 * error is one of a few words that the sign-in page knows.
 */
import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { agentAuth } from '@/app/api/auth/agent-auth';
import { problem, readBody, refuseForeignOrigin, route } from '@/lib/foundation/route';
import { consolePath } from '@/lib/rules/console-path';
import { type Refusal, refuse } from '@/lib/rules/refusal';

type Context = { params: Promise<{ nextauth: string[] }> };

const FORM_LIMIT = 4096;

export const GET = route<Context>(async (request, context, now) => {
  const action = (await context.params).nextauth.join('/');
  if (action === 'callback/credentials') return problem(refuse('method-not-allowed', 'Send the sign-in form by POST.'));
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
  const headers = new Headers({ Location: ownPath(wanted, callbackUrl, told), 'Cache-Control': 'no-store' });
  for (const cookie of answer.headers.getSetCookie()) headers.append('Set-Cookie', cookie);
  return new Response(null, { status: 303, headers });
}

function ownPath(wanted: string, callbackUrl: string, told: string): string {
  const { pathname, searchParams } = new URL(wanted, 'http://own.invalid');
  if (pathname === '/sign-in') return signInPath({ cookie: 'set', problem: told, callbackUrl });
  if (pathname.endsWith('/signin')) return signInPath({ problem: 'expired', callbackUrl });
  if (!pathname.endsWith('/error')) return callbackUrl;
  return signInPath({ problem: PROBLEMS[searchParams.get('error') ?? ''] ?? 'unavailable', callbackUrl });
}

const PROBLEMS: Record<string, string> = { CredentialsSignin: 'wrong', 'too-many': 'too-many' };

function signInPath(parameters: Record<string, string>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== '');
  return `/sign-in?${new URLSearchParams(given)}`;
}
