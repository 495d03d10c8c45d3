/** One's own account: name, password, two-step sign-in, and where one is signed in. */
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { readFlash } from '@/app/console/flash';
import { Frame } from '@/app/console/frame';
import { NameForm, PasswordForm, ThemeForm } from '@/app/console/me/forms';
import { SessionTable } from '@/app/console/me/session-table';
import { preferencesOf } from '@/app/console/own-keys';
import { requireAgent } from '@/app/console/signed-in';
import { Pane } from '@/components/console/pane';
import { Button, LinkButton } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { listSessions } from '@/lib/accounts/own-sessions';
import { readTwoFactor } from '@/lib/accounts/two-factor';

type Search = { problem?: string; done?: string };

export default async function MePage({ searchParams }: { searchParams: Promise<Search> }) {
  const { agent, now } = await requireAgent('tickets:read');
  const { problem, done } = await searchParams;
  const [t, flash] = [await getTranslations('console.me'), await readFlash(problem)];
  const [sessions, twoFactor, preferences] = await Promise.all([
    listSessions(agent.id, now),
    readTwoFactor(agent.id),
    preferencesOf(agent.id),
  ]);
  const told = (section: string): ReactNode => {
    if (flash?.typed.section === section) return <Notice tone="bad">{flash.message}</Notice>;
    return done === section ? <Notice tone="ok">{t(`done.${section}`)}</Notice> : null;
  };
  return (
    <Frame agent={agent} now={now} place={null}>
      <div className="grid grid-cols-1 gap-3 lg:grid-cols-2">
        <h1 className="text-lg font-semibold lg:col-span-2">{t('title')}</h1>
        <Pane id="name" title={t('name')}>
          {told('name')}
          <NameForm name={agent.name} email={agent.email} />
        </Pane>
        <Pane id="two-factor" title={t('twoFactor.title')}>
          <p>{t(twoFactor.on ? 'twoFactor.on' : 'twoFactor.off')}</p>
          <p>
            <LinkButton size="dense" href="/console/me/two-factor">
              {t(twoFactor.on ? 'twoFactor.look' : 'twoFactor.begin')}
            </LinkButton>
          </p>
        </Pane>
        <Pane id="password" title={t('password')}>
          {told('password')}
          <PasswordForm email={agent.email} />
        </Pane>
        <Pane id="theme" title={t('theme.title')}>
          {told('theme')}
          <ThemeForm theme={preferences.theme} />
        </Pane>
        <Pane id="sessions" title={t('sessions.title')} className="lg:col-span-2">
          {told('sessions')}
          <SessionTable sessions={sessions} door="/api/console/me/sessions" own={agent.sessionId} now={now} />
          {sessions.length > 1 && (
            <form method="post" action="/api/console/me/sessions">
              <Button size="dense">{t('sessions.endOthers')}</Button>
            </form>
          )}
        </Pane>
      </div>
    </Frame>
  );
}
