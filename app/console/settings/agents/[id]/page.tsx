/** One agent: role, second step, sessions, and the ways in and out. */
import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { readFlash } from '@/app/console/flash';
import { SessionTable } from '@/app/console/me/session-table';
import { AgentActions } from '@/app/console/settings/agents/[id]/agent-actions';
import { AgentState } from '@/app/console/settings/agents/agent-state';
import { ProofNotice } from '@/app/console/settings/proof-notice';
import { SettingsFrame } from '@/app/console/settings/settings-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Pane } from '@/components/console/pane';
import { LinkButton } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { readAgent } from '@/lib/accounts/list-agents';
import { listSessions } from '@/lib/accounts/own-sessions';
import { can } from '@/lib/rules/permissions';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ problem?: string; done?: string }> };

const DONE = ['role', 'disable', 'enable', 'reset-two-factor', 'send-link', 'end-sessions'] as const;

export default async function AgentPage({ params, searchParams }: Props) {
  const { agent, now } = await requireAgent('agents:read');
  const [{ id }, { problem, done }] = [await params, await searchParams];
  const them = await readAgent(id, now);
  if (!them) notFound();
  const [t, words, locale, flash, sessions] = [
    await getTranslations('console.settings.agents'),
    await getTranslations('console'),
    await getLocale(),
    await readFlash(problem),
    await listSessions(them.id, now),
  ];
  const said = DONE.find((act) => act === done);
  const mayChange = can(agent.role, 'agents:write');
  const page = `/console/settings/agents/${them.id}`;
  return (
    <SettingsFrame agent={agent} now={now} section="agents">
      <p>
        <LinkButton size="dense" href="/console/settings/agents">
          {t('all')}
        </LinkButton>
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="text-base font-semibold">{them.name}</h2>
        <AgentState agent={them} />
      </div>
      <p className="break-all text-quiet">
        {them.email} · {words(`role.${them.role}`)} · {t('openTickets', { count: them.openTickets })}
      </p>
      <p className="text-quiet">
        {them.linkUntil
          ? t.rich('linkUntil', { when: () => <Time at={them.linkUntil!} style="clock" locale={locale} /> })
          : null}
      </p>
      {said && <Notice tone="ok">{t(`done.${said}`)}</Notice>}
      {flash && <Notice tone="bad">{flash.message}</Notice>}
      {mayChange && <ProofNotice agent={agent} page={page} now={now} />}
      {mayChange && <AgentActions them={them} isSelf={them.id === agent.id} door={`/api${page}`} />}
      <Pane id="end-sessions" title={words('me.sessions.where')}>
        <SessionTable sessions={sessions} door={mayChange ? `/api${page}` : null} own={agent.sessionId} now={now} />
      </Pane>
    </SettingsFrame>
  );
}
