/** Where the link of an invitation leads: choose a password. Opening it changes nothing, because scanners follow links. */
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Button, LinkButton } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { PlainPage } from '@/components/ui/plain-page';
import { readPasswordLink } from '@/lib/accounts/agent-links';
import { now } from '@/lib/foundation/clock';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '@/lib/rules/password';

type Props = { params: Promise<{ token: string }>; searchParams: Promise<{ problem?: string | string[] }> };

const PROBLEMS = ['too-short', 'too-long', 'too-common', 'about-you', 'too-many'] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn.setPassword'))('title') };
}

export default async function SetPasswordPage({ params, searchParams }: Props) {
  const [{ token }, { problem }, t] = [await params, await searchParams, await getTranslations('signIn.setPassword')];
  const link = await readPasswordLink(token, now());
  if (!link) {
    return (
      <PlainPage title={t('over')} actions={<LinkButton href="/sign-in">{t('toSignIn')}</LinkButton>}>
        {t('overBody')}
      </PlainPage>
    );
  }
  const known = PROBLEMS.find((name) => name === problem);
  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center gap-4 p-4">
      <h1 className="text-2xl font-semibold">{t('title')}</h1>
      <p className="break-words text-quiet">{t('for', { name: link.name, email: link.email })}</p>
      {known && <Notice tone="bad">{t(`problems.${known}`)}</Notice>}
      <form method="post" action={`/api/auth/password/${encodeURIComponent(token)}`} className="grid gap-4">
        <input type="email" name="username" autoComplete="username" defaultValue={link.email} hidden readOnly />
        <Field id="password" label={t('password')} hint={t('hint', { count: SHORTEST_PASSWORD })}>
          <Input
            id="password"
            type="password"
            name="password"
            aria-describedby="password-hint"
            autoComplete="new-password"
            required
            minLength={SHORTEST_PASSWORD}
            maxLength={LONGEST_PASSWORD}
          />
        </Field>
        <Button look="primary">{t('submit')}</Button>
      </form>
    </main>
  );
}
