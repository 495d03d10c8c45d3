/**
 * Signing in, with or without JavaScript. The form carries a token that belongs to a cookie; without that cookie the
 * browser is sent once to fetch it (`cookie=set` says that it was).
 */
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { CSRF_COOKIE, csrfTokenOf } from '@/app/api/auth/agent-cookies';
import { providerName } from '@/app/api/auth/oidc-provider';
import { signedInAgent } from '@/app/console/signed-in';
import { Button, LinkButton } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { now } from '@/lib/foundation/clock';
import { consolePath } from '@/lib/rules/console-path';

type Search = { callbackUrl?: string | string[]; problem?: string | string[]; cookie?: string };

const PROBLEMS = [
  'wrong',
  'too-many',
  'unavailable',
  'expired',
  'signed-out',
  'password-set',
  'oidc-away',
  'oidc-failed',
  'oidc-declined',
  'oidc-unverified',
  'oidc-unknown',
  'oidc-disabled',
] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn'))('title') };
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { callbackUrl, problem, cookie } = await searchParams;
  const back = consolePath([callbackUrl].flat()[0]);
  const known = PROBLEMS.find((name) => name === problem);
  if (await signedInAgent(now())) redirect(back);
  const token = csrfTokenOf((await cookies()).get(CSRF_COOKIE)?.value);
  if (!token && cookie !== 'set') {
    redirect(`/api/auth/signin?${new URLSearchParams({ callbackUrl: back, problem: known ?? '' })}`);
  }
  const t = await getTranslations('signIn');
  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center gap-4 p-4">
      <h1 className="text-2xl font-semibold">{t('title')}</h1>
      <p className="text-quiet">{t('what')}</p>
      <Problem problem={known} cookies={token !== null} />
      <Provider back={back} />
      <SignInForm token={token ?? ''} back={back} />
    </main>
  );
}

type KnownProblem = (typeof PROBLEMS)[number];
const GOOD_NEWS: readonly KnownProblem[] = ['signed-out', 'password-set'];

async function Problem({ problem, cookies: kept }: { problem: KnownProblem | undefined; cookies: boolean }) {
  const t = await getTranslations('signIn.problems');
  if (!kept) return <Notice tone="bad">{t('cookies')}</Notice>;
  return problem ? <Notice tone={GOOD_NEWS.includes(problem) ? 'ok' : 'bad'}>{t(problem)}</Notice> : null;
}

/** The company's own way in, where there is one: a plain link, which asks for nothing but this browser's cookie. */
async function Provider({ back }: { back: string }) {
  const name = providerName();
  if (!name) return null;
  const t = await getTranslations('signIn');
  return (
    <>
      <LinkButton href={`/api/auth/signin/oidc?${new URLSearchParams({ callbackUrl: back })}`}>
        {t('provider', { name })}
      </LinkButton>
      <p className="text-center text-quiet">{t('orPassword')}</p>
    </>
  );
}

async function SignInForm({ token, back }: { token: string; back: string }) {
  const t = await getTranslations('signIn');
  return (
    <form method="post" action="/api/auth/callback/credentials" className="grid gap-4">
      <input type="hidden" name="csrfToken" value={token} />
      <input type="hidden" name="callbackUrl" value={back} />
      <Field id="email" label={t('email')}>
        <Input id="email" type="email" name="email" autoComplete="username" required maxLength={254} />
      </Field>
      <Field id="password" label={t('password')}>
        <Input id="password" type="password" name="password" autoComplete="current-password" required maxLength={256} />
      </Field>
      <Button look="primary">{t('submit')}</Button>
    </form>
  );
}
