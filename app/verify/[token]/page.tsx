/**
 * The link of the validation mail (R11). Mail scanners follow links, so opening it proves nothing and changes nothing: the
 * button does (app/api/verify).
 */
import { getTranslations } from 'next-intl/server';
import { PlainPage } from '@/components/ui/plain-page';
import { SubmitButton } from '@/components/ui/submit-button';

type Props = { params: Promise<{ token: string }>; searchParams: Promise<{ over?: string }> };

export async function generateMetadata() {
  return { title: (await getTranslations('verify'))('title') };
}

export default async function Verify({ params, searchParams }: Props) {
  const t = await getTranslations('verify');
  const [{ token }, { over }] = [await params, await searchParams];
  if (over) return <PlainPage title={t('overTitle')}>{t('over')}</PlainPage>;
  const button = (
    <form action={`/api/verify/${token}`} method="post" className="w-full">
      <SubmitButton look="primary" wide busy={t('busy')}>
        {t('button')}
      </SubmitButton>
    </form>
  );
  return (
    <PlainPage title={t('title')} actions={button}>
      {t('body')}
    </PlainPage>
  );
}
