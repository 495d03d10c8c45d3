/** The second step of signing in; also asked again before something dangerous. */
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { requireAgent } from '@/app/console/signed-in';
import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { consolePath } from '@/lib/rules/console-path';

type Search = { callbackUrl?: string | string[]; problem?: string | string[] };

const PROBLEMS = ['wrong', 'too-many'] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn.code'))('title') };
}

export default async function CodePage({ searchParams }: { searchParams: Promise<Search> }) {
  const { callbackUrl, problem } = await searchParams;
  const back = consolePath([callbackUrl].flat()[0]);
  const { agent } = await requireAgent('tickets:read', { evenBefore: 'code' });
  if (!agent.hasTwoFactor) redirect(back);
  const t = await getTranslations('signIn.code');
  const known = PROBLEMS.find((name) => name === problem);
  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center gap-4 p-4">
      <h1 className="text-2xl font-semibold">{t('title')}</h1>
      <p className="text-quiet">{t(agent.wants ? 'what' : 'again')}</p>
      {known && <Notice tone="bad">{t(`problems.${known}`)}</Notice>}
      <form method="post" action="/api/auth/second-step" className="grid gap-4">
        <input type="hidden" name="callbackUrl" value={back} />
        <Field id="code" label={t('code')} hint={t('hint')}>
          <Input
            id="code"
            name="code"
            aria-describedby="code-hint"
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            required
            maxLength={20}
            className="tabular-nums"
          />
        </Field>
        <Button look="primary">{t('submit')}</Button>
      </form>
      {agent.wants && (
        <form method="post" action="/api/auth/signout">
          <Button look="quiet">{t('leave')}</Button>
        </form>
      )}
      <p className="text-quiet">{t('lost')}</p>
    </main>
  );
}
