/** The link of the sign-in mail. Mail scanners follow links, so opening it changes nothing: the button signs in. */
import { getTranslations } from 'next-intl/server';
import { PlainPage } from '@/components/ui/plain-page';
import { SubmitButton } from '@/components/ui/submit-button';

export async function generateMetadata() {
  return { title: (await getTranslations('advertiser.signIn'))('title') };
}

export default async function SignInByLink({ params }: { params: Promise<{ token: string }> }) {
  const [{ token }, t] = [await params, await getTranslations('advertiser.signIn')];
  const button = (
    <form action={`/api/advertiser/sign-in/${encodeURIComponent(token)}`} method="post" className="w-full">
      <SubmitButton look="primary" wide busy={t('busy')}>
        {t('press')}
      </SubmitButton>
    </form>
  );
  return (
    <PlainPage title={t('title')} actions={button}>
      {t('pressWhat')}
    </PlainPage>
  );
}
