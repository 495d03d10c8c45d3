/** What every page of the console stands in: the rail with the queues, the search box, the person. */
import { Activity, ChartColumn, Flag, type LucideIcon, Plug, ScrollText, Settings, Smartphone } from 'lucide-react';
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { ForYouLink } from '@/app/console/for-you-link';
import { Live } from '@/app/console/live';
import { OpenIntents } from '@/app/console/open-intents';
import { Keyboard, PaletteOpener } from '@/app/console/own-keys';
import { AwayMark, TakeSwitch } from '@/app/console/take-switch';
import { countText } from '@/components/console/count-text';
import { KEYBOARD_PAGE } from '@/components/console/keys-sheet';
import { SearchBox } from '@/components/console/search-box';
import { Button, LinkButton } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { can, type Permission } from '@/lib/rules/permissions';
import { QUEUES, type Queue, type RailQueue } from '@/lib/rules/queues';
import { countQueues } from '@/lib/tickets/count-queues';

export type Place =
  | Queue
  | 'suspended'
  | 'offers'
  | 'apps'
  | 'integrations'
  | 'health'
  | 'reports'
  | 'audit'
  | 'settings'
  | null;

type FrameProps = { agent: SignedInAgent; now: Date; place: Place; search?: string; children: ReactNode };

export async function Frame({ agent, now, place, search, children }: FrameProps) {
  const t = await getTranslations('console');
  return (
    <div className="grid min-h-dvh grid-cols-1 bg-surface text-sm max-md:content-start md:grid-cols-[11.5rem_minmax(0,1fr)] md:grid-rows-[auto_1fr]">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:bg-raised focus:px-3 focus:py-1.5"
      >
        {t('skip')}
      </a>
      <Rail agent={agent} now={now} place={place} />
      <header className="flex items-center gap-3 border-b border-line bg-raised px-4 py-2 max-md:flex-wrap">
        <Search search={search} />
        <PaletteOpener agent={agent} />
        <Live agent={agent} now={now} />
        <ForYouLink agent={agent} />
        <PersonMenu agent={agent} />
      </header>
      <main id="main" tabIndex={-1} className="flex min-w-0 flex-col p-4 outline-none">
        {children}
      </main>
      <Keyboard agent={agent} />
      <OpenIntents agent={agent} now={now} />
    </div>
  );
}

async function Rail({ agent, now, place }: Pick<FrameProps, 'agent' | 'now' | 'place'>) {
  const t = await getTranslations('console');
  const counts = await countQueues(agent.id, now);
  const locale = await getLocale();
  return (
    <div className="border-line bg-raised p-2 max-md:border-b md:row-span-2 md:border-e">
      <nav aria-label={t('nav.queues')}>
        <a href="/console/tickets" className="mb-2 block px-2 py-1 text-base font-semibold">
          Makegood
        </a>
        <ul className="flex flex-wrap gap-0.5 md:grid">
          {QUEUES.map((queue) => (
            <li key={queue}>
              <RailLink href={hrefOf(queue)} current={place === queue}>
                <span>{t(`queue.${queue}`)}</span>
                <span data-count={queue} className={classNames('tabular-nums', urgent(queue, counts[queue]))}>
                  {countText(counts[queue], locale)}
                </span>
              </RailLink>
            </li>
          ))}
        </ul>
      </nav>
      <LookUp agent={agent} place={place} />
    </div>
  );
}

/** Mail that was put aside belongs to no ticket yet. */
function hrefOf(queue: RailQueue): string {
  return queue === 'suspended' ? '/console/suspended' : `/console/tickets?queue=${queue}`;
}

/** A number is coloured only when the colour means something: somebody has waited too long. */
function urgent(queue: RailQueue, count: number): string {
  return queue === 'breached' && count > 0 ? 'font-semibold text-bad' : 'text-quiet';
}

/** One line per page: its name below /console, its icon, and who is shown it. */
/** Where else there is to look, for those who may. */
export const MORE = [
  ['offers', Flag, 'offers:read'],
  ['apps', Smartphone, 'apps:read'],
  ['integrations', Plug, 'integrations:read'],
  ['health', Activity, 'health:read'],
  ['audit', ScrollText, 'audit:read'],
  ['reports', ChartColumn, 'reports:read'],
  ['settings', Settings, 'tickets:read'],
] as const satisfies readonly (readonly [Place, LucideIcon, Permission])[];

async function LookUp({ agent, place }: Pick<FrameProps, 'agent' | 'place'>) {
  const t = await getTranslations('console.nav');
  return (
    <nav aria-label={t('more')} className="mt-3 border-t border-line pt-3">
      <ul className="flex flex-wrap gap-0.5 md:grid">
        {MORE.filter(([, , permission]) => can(agent.role, permission)).map(([name, Icon]) => (
          <li key={name}>
            <RailLink href={`/console/${name}`} current={place === name}>
              <span className="flex items-center gap-2">
                <Icon aria-hidden="true" className="size-4" />
                {t(name)}
              </span>
            </RailLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function RailLink({ href, current, children }: { href: string; current: boolean; children: ReactNode }) {
  return (
    <a
      href={href}
      aria-current={current ? 'page' : undefined}
      className={classNames(
        'flex min-h-7 items-center justify-between gap-2 rounded-chip px-2 py-0.5 hover:bg-surface',
        current && 'bg-accent-fill font-medium text-accent hover:bg-accent-fill',
      )}
    >
      {children}
    </a>
  );
}

async function Search({ search }: { search?: string }) {
  const t = await getTranslations('console.search');
  return (
    <search className="max-w-2xl flex-1 max-md:basis-full">
      <form action="/console/tickets" className="flex gap-2">
        <SearchBox search={search} label={t('label')} hint={t('hint')} choices={t('choices')} />
        <Button size="dense">{t('submit')}</Button>
      </form>
    </search>
  );
}

async function PersonMenu({ agent }: { agent: SignedInAgent }) {
  const t = await getTranslations('console');
  return (
    <details className="relative">
      <summary className="flex min-h-7 items-center gap-2 rounded-chip px-2 hover:bg-surface">
        <span>{agent.name}</span>
        <AwayMark agent={agent} />
      </summary>
      <div className="absolute end-0 z-10 mt-1 grid w-60 gap-2 rounded-box border border-line bg-raised p-3 shadow-lg">
        <p className="break-all">{agent.email}</p>
        <p className="text-quiet">{t(`role.${agent.role}`)}</p>
        <TakeSwitch agent={agent} />
        <LinkButton size="dense" wide href={KEYBOARD_PAGE}>
          {t('person.keyboard')}
        </LinkButton>
        <a href="/console/bulk" className="inline-flex min-h-6 items-center underline">
          {t('bulk.list')}
        </a>
        <a href="/console/me" className="inline-flex min-h-6 items-center underline">
          {t('person.account')}
        </a>
        <form method="post" action="/api/auth/signout">
          <Button size="dense" wide>
            {t('person.signOut')}
          </Button>
        </form>
      </div>
    </details>
  );
}
