/** A banned user's one way to ask (R6). */
import { getTranslations } from 'next-intl/server';
import { requireVisitor } from '@/app/wall/visitor';
import { EmptyState } from '@/components/ui/empty-state';
import { describedBy, Field, Input, Textarea } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { PageTitle } from '@/components/wall/page-title';

export async function generateMetadata() {
  return { title: (await getTranslations('appeal'))('title') };
}

type Props = { searchParams: Promise<{ email?: string; description?: string; problem?: string }> };

export default async function Appeal({ searchParams }: Props) {
  const visitor = await requireVisitor();
  const [t, tForm, problems] = [await getTranslations('appeal'), await getTranslations('form'), await searchParams];
  if (!visitor.banned) {
    return (
      <>
        <PageTitle>{t('title')}</PageTitle>
        <EmptyState title={t('notBanned')} />
      </>
    );
  }
  const error = (code: string | undefined) => {
    if (!code) return undefined;
    return tForm.has(`errors.${code}`) ? tForm(`errors.${code}`) : tForm('errors.other');
  };
  const [email, description] = [error(problems.email), error(problems.description)];
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <p className="text-quiet">{t('body')}</p>
      {problems.problem && <Notice tone="bad">{tForm('problem.other')}</Notice>}
      <form action="/api/wall/appeals" method="post" className="grid gap-6">
        <Field id="description" label={t('label')} hint={tForm('descriptionLimits')} error={description}>
          <Textarea
            {...describedBy('description', { hint: true, error: description })}
            name="description"
            rows={6}
            required
            minLength={20}
            maxLength={4000}
          />
        </Field>
        <Field id="email" label={tForm('email')} hint={tForm('emailHint')} error={email}>
          <Input
            {...describedBy('email', { hint: true, error: email })}
            name="email"
            type="email"
            dir="ltr"
            required
            maxLength={254}
          />
        </Field>
        <SubmitButton look="primary" wide busy={tForm('sending')}>
          {t('submit')}
        </SubmitButton>
      </form>
    </>
  );
}
