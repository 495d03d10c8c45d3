/** Where a contact asks for a link to sign in. The words are the same whether the address is known or not. */
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { PortalFrame } from '@/app/advertiser/portal-frame';
import { chosenLanguage, one, type Query } from '@/app/advertiser/query';
import { currentContact } from '@/app/advertiser/visit';
import { Field, Input } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('advertiser.signIn'))('title') };
}

export default async function AskForLink({ searchParams }: { searchParams: Promise<Query> }) {
  const [query, t] = [await searchParams, await getTranslations('advertiser.signIn')];
  if (await currentContact()) redirect('/advertiser/claims');
  const [done, problem, lang] = [one(query, 'done'), one(query, 'problem'), chosenLanguage(query)];
  return (
    <PortalFrame title={t('title')} lang={lang}>
      {done && t.has(`done.${done}`) && <Notice tone="ok">{t(`done.${done}`)}</Notice>}
      {problem && <Notice tone="bad">{t(t.has(`problem.${problem}`) ? `problem.${problem}` : 'problem.other')}</Notice>}
      <p className="max-w-prose">{t('what')}</p>
      <form method="post" action="/api/advertiser/link" className="grid max-w-md gap-4">
        {lang && <input type="hidden" name="lang" value={lang} />}
        <Field id="email" label={t('email')}>
          <Input id="email" type="email" name="email" autoComplete="email" required maxLength={254} />
        </Field>
        <SubmitButton look="primary" busy={t('busy')}>
          {t('ask')}
        </SubmitButton>
      </form>
      <p className="max-w-prose text-quiet">{t('noContact')}</p>
    </PortalFrame>
  );
}
