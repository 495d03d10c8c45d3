/** The frame of the portal, in the wall's look: whose claims these are, the languages, and for a contact the places. */
import { headers } from 'next/headers';
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import type { Contact } from '@/lib/accounts/advertiser-sessions';

type FrameProps = {
  title: string;
  advertiserName?: string;
  contact?: Contact;
  lang: string | null;
  children: ReactNode;
};

export async function PortalFrame({ title, advertiserName, contact, lang, children }: FrameProps) {
  const t = await getTranslations('advertiser');
  return (
    <div className="mx-auto min-h-dvh max-w-5xl ps-[max(1rem,env(safe-area-inset-left))] pe-[max(1rem,env(safe-area-inset-right))] pb-[max(2rem,env(safe-area-inset-bottom))]">
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:bg-raised focus:p-3">
        {t('skip')}
      </a>
      <header className="flex flex-wrap items-center justify-between gap-x-4 border-b border-line pt-[env(safe-area-inset-top)]">
        <p className="min-h-11 content-center font-semibold">
          <bdi>{advertiserName ?? 'Makegood'}</bdi>
        </p>
        {contact && <Places lang={lang} />}
        <Languages />
      </header>
      <main id="content" className="grid gap-5 pt-5">
        <h1 className="text-2xl font-semibold text-balance">{title}</h1>
        {children}
      </main>
      {contact && <SignedIn contact={contact} />}
    </div>
  );
}

async function Places({ lang }: { lang: string | null }) {
  const [t, page] = [await getTranslations('advertiser.places'), (await headers()).get('x-page') ?? ''];
  return (
    <nav aria-label={t('name')} className="-mx-2 flex flex-wrap max-sm:order-last max-sm:w-full">
      {(['claims', 'postbacks', 'board'] as const).map((place) => {
        const here = page.startsWith(`/advertiser/${place}`);
        return (
          <a
            key={place}
            href={`/advertiser/${place}${lang ? `?lang=${lang}` : ''}`}
            aria-current={here ? 'page' : undefined}
            className={classNames(
              'flex min-h-11 items-center border-b-2 px-2',
              here ? 'border-accent font-medium text-ink' : 'border-transparent text-quiet',
            )}
          >
            {t(place)}
          </a>
        );
      })}
    </nav>
  );
}

const LANGUAGES = [
  ['en', 'English'],
  ['es', 'Español'],
] as const;

async function Languages() {
  const [t, locale, page] = [await getTranslations('advertiser'), await getLocale(), (await headers()).get('x-page')];
  return (
    <ul aria-label={t('languages')} className="flex gap-3">
      {LANGUAGES.filter(([code]) => code !== locale).map(([code, name]) => (
        <li key={code}>
          <a
            href={`${page ?? ''}?lang=${code}`}
            lang={code}
            hrefLang={code}
            className="inline-flex min-h-11 items-center text-accent underline"
          >
            {name}
          </a>
        </li>
      ))}
    </ul>
  );
}

async function SignedIn({ contact }: { contact: Contact }) {
  const t = await getTranslations('advertiser.signIn');
  return (
    <footer className="mt-10 flex flex-wrap items-center justify-between gap-3 border-t border-line pt-3 text-sm text-quiet">
      <p>
        {t.rich('as', {
          who: () => <bdi>{contact.name}</bdi>,
          address: () => <bdi className="break-all">{contact.email}</bdi>,
        })}
      </p>
      <form method="post" action="/api/advertiser/sign-out">
        <button type="submit" className="inline-flex min-h-11 cursor-pointer items-center text-accent underline">
          {t('out')}
        </button>
      </form>
    </footer>
  );
}
