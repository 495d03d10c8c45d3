/** The agents: who, with which role, seen when, how well protected, with how many tickets in hand. */
import { getLocale, getTranslations } from 'next-intl/server';
import { readFlash } from '@/app/console/flash';
import { AgentState } from '@/app/console/settings/agents/agent-state';
import { InviteForm } from '@/app/console/settings/agents/invite-form';
import { SettingsFrame } from '@/app/console/settings/settings-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Cell, Row, Table } from '@/components/console/table';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { type AgentRow, listAgents } from '@/lib/accounts/list-agents';
import { can } from '@/lib/rules/permissions';

type Search = { problem?: string; done?: string };

export default async function AgentsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { agent, now } = await requireAgent('agents:read');
  const { problem, done } = await searchParams;
  const [t, flash, agents] = [
    await getTranslations('console.settings.agents'),
    await readFlash(problem),
    await listAgents(now),
  ];
  const columns = (['name', 'role', 'state', 'twoFactor', 'seen'] as const).map((key) => ({ key, label: t(key) }));
  return (
    <SettingsFrame agent={agent} now={now} section="agents">
      {done === 'invited' && <Notice tone="ok">{t('invited')}</Notice>}
      <Table caption={t('list')} columns={[...columns, { key: 'open', label: t('open'), number: true }]}>
        {agents.map((row) => (
          <AgentLine key={row.id} row={row} now={now} />
        ))}
      </Table>
      {can(agent.role, 'agents:write') && <InviteForm agent={agent} flash={flash} now={now} />}
    </SettingsFrame>
  );
}

async function AgentLine({ row, now }: { row: AgentRow; now: Date }) {
  const [t, words, locale] = [
    await getTranslations('console.settings.agents'),
    await getTranslations('console'),
    await getLocale(),
  ];
  return (
    <Row>
      <Cell>
        <a
          href={`/console/settings/agents/${row.id}`}
          className="inline-flex min-h-6 items-center font-medium underline"
        >
          {row.name}
        </a>
        <span className="block min-w-44 break-all text-quiet">{row.email}</span>
      </Cell>
      <Cell>{words(`role.${row.role}`)}</Cell>
      <Cell>
        <AgentState agent={row} />
      </Cell>
      <Cell>{t(row.twoFactorSince ? 'on' : 'off')}</Cell>
      <Cell>{row.seenAt ? <Time at={row.seenAt} now={now} locale={locale} /> : t('never')}</Cell>
      <Cell number>{row.openTickets}</Cell>
    </Row>
  );
}
