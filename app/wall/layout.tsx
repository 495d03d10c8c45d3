/**
 * The frame of the wall: whose offers these are, and the three places. Links are plain links: every page is loaded as a
 * whole, so that it always shows what is true now, and needs no script.
 */
import { headers } from 'next/headers';
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { currentVisitor } from '@/app/wall/visitor';
import { classNames } from '@/components/ui/class-names';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import type { Visitor } from '@/lib/accounts/wall-sessions';

export default async function WallLayout({ children }: { children: ReactNode }) {
  const visitor = await currentVisitor();
  // The page itself sends them on.
  if (!visitor) return children;
  const t = await getTranslations('wall');
  return (
    <div className="mx-auto min-h-dvh max-w-2xl wrap-anywhere ps-[max(1rem,env(safe-area-inset-left))] pe-[max(1rem,env(safe-area-inset-right))] pb-[max(2rem,env(safe-area-inset-bottom))]">
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:bg-raised focus:p-3">
        {t('skip')}
      </a>
      <header className="flex flex-wrap items-center justify-between gap-x-4 border-b border-line pt-[env(safe-area-inset-top)]">
        <p className="min-h-11 content-center font-semibold">
          <bdi>{visitor.app.name}</bdi>
        </p>
        <Tabs labels={{ offers: t('offers'), inProgress: t('inProgress'), support: t('support') }} name={t('nav')} />
      </header>
      <main id="content" className="grid gap-5 pt-5">
        {visitor.banned && <Banned banned={visitor.banned} />}
        {children}
      </main>
    </div>
  );
}

type TabsProps = { labels: { offers: string; inProgress: string; support: string }; name: string };

async function Tabs({ labels, name }: TabsProps) {
  const page = (await headers()).get('x-page') ?? '';
  const tabs = [
    ['/wall/offers', labels.offers],
    ['/wall/in-progress', labels.inProgress],
    ['/wall/support', labels.support],
  ] as const;
  return (
    <nav aria-label={name} className="-mx-2 flex">
      {tabs.map(([href, label]) => {
        const here = page.startsWith(href);
        return (
          <a
            key={href}
            href={href}
            aria-current={here ? 'page' : undefined}
            className={classNames(
              'flex min-h-11 items-center border-b-2 px-2',
              here ? 'border-accent font-medium text-ink' : 'border-transparent text-quiet',
            )}
          >
            {label}
          </a>
        );
      })}
    </nav>
  );
}

/** Networks write codes: MULTIPLE_ACCOUNTS is read as "multiple accounts". */
function inWords(reason: string): string {
  return /^[A-Z0-9_]+$/.test(reason) ? reason.replaceAll('_', ' ').toLowerCase() : reason;
}

/** R6: the ban and its reason; read access stays, an appeal is possible. */
async function Banned({ banned }: { banned: NonNullable<Visitor['banned']> }) {
  const [t, locale] = [await getTranslations('wall.banned'), await getLocale()];
  return (
    <Notice tone="bad" title={t('title')}>
      <p>{t.rich('since', { date: () => <Time at={banned.at} style="day" locale={locale} /> })}</p>
      {banned.byNetwork && <p>{t('byNetwork')}</p>}
      <p>{banned.reason ? t('reason', { reason: inWords(banned.reason) }) : t('noReason')}</p>
      <p>{t('rights')}</p>
      <p>
        <a href="/wall/support/appeal" className="inline-flex min-h-11 items-center text-accent underline">
          {t('appeal')}
        </a>
      </p>
    </Notice>
  );
}
