/** Who has how many tickets in hand, how many they may have, and whether waiting ones are given out by turns. */
import { getLocale, getTranslations } from 'next-intl/server';
import { readFlash } from '@/app/console/flash';
import { SettingsFrame } from '@/app/console/settings/settings-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Cell, Row, Table } from '@/components/console/table';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Input, Select } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { StatusChip } from '@/components/ui/status-chip';
import { Time } from '@/components/ui/time';
import { can } from '@/lib/rules/permissions';
import { type AgentLoad, readAssignment } from '@/lib/tickets/read-assignment';
import { MOST_AT_ONCE } from '@/lib/tickets/set-assignment';

type Search = { searchParams: Promise<{ done?: string | string[]; problem?: string | string[] }> };

export default async function AssignmentPage({ searchParams }: Search) {
  const { agent, now } = await requireAgent('settings:read');
  const { done, problem } = await searchParams;
  const flash = await readFlash([problem].flat()[0]);
  const t = await getTranslations('console.settings.assignment');
  const { byTurns, agents } = await readAssignment();
  const mayChange = can(agent.role, 'policies:write');
  return (
    <SettingsFrame agent={agent} now={now} section="assignment">
      {flash && (
        <Notice tone="bad" title={t('failed')}>
          {t('capacityFault', { most: MOST_AT_ONCE })}
        </Notice>
      )}
      {done && !flash && <Notice tone="ok">{t('saved')}</Notice>}
      <Turns on={byTurns} mayChange={mayChange} />
      <Agents agents={agents} mayChange={mayChange} now={now} />
    </SettingsFrame>
  );
}

async function Turns({ on, mayChange }: { on: boolean; mayChange: boolean }) {
  const t = await getTranslations('console.settings.assignment');
  return (
    <Card className="grid gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="font-semibold">{t('turns')}</h2>
        <StatusChip tone={on ? 'ok' : 'plain'} icon={on ? 'check' : 'circle'}>
          {t(on ? 'on' : 'off')}
        </StatusChip>
        {mayChange && (
          <form method="post" action="/api/console/assignment" className="ms-auto">
            <input type="hidden" name="byTurns" value={on ? '' : 'yes'} />
            <Button size="dense">{t(on ? 'turnOff' : 'turnOn')}</Button>
          </form>
        )}
      </div>
      <p className="max-w-prose text-quiet">{t('turnsWhat')}</p>
    </Card>
  );
}

async function Agents({ agents, mayChange, now }: { agents: AgentLoad[]; mayChange: boolean; now: Date }) {
  const t = await getTranslations('console.settings.assignment');
  const role = await getTranslations('console.role');
  const locale = await getLocale();
  const columns = [
    { key: 'agent', label: t('agent') },
    { key: 'load', label: t('load'), number: true },
    { key: 'last', label: t('last') },
    { key: 'takes', label: t('takes') },
  ];
  return (
    <section id="agents" className="grid gap-2">
      <Table caption={t('agents')} columns={columns}>
        {agents.map((agent) => (
          <Row key={agent.id}>
            <Cell>
              <span className="font-medium">{agent.name}</span> <span className="text-quiet">{role(agent.role)}</span>
            </Cell>
            <Cell number className="whitespace-nowrap">
              {t('loadOf', { load: agent.load, capacity: agent.capacity })}
            </Cell>
            <Cell className="whitespace-nowrap">
              {agent.assignedAt ? (
                <Time at={agent.assignedAt} now={now} locale={locale} />
              ) : (
                <span className="text-quiet">{t('never')}</span>
              )}
            </Cell>
            <Cell>{mayChange ? <TakerForm agent={agent} /> : t(agent.available ? 'here' : 'away')}</Cell>
          </Row>
        ))}
      </Table>
      {!mayChange && <p className="text-quiet">{t('readOnly')}</p>}
    </section>
  );
}

async function TakerForm({ agent }: { agent: AgentLoad }) {
  const t = await getTranslations('console.settings.assignment');
  return (
    <form method="post" action={`/api/console/assignment/agents/${agent.id}`} className="flex items-center gap-2">
      <Select
        dense
        name="available"
        defaultValue={agent.available ? 'yes' : 'no'}
        aria-label={t('availableOf', { name: agent.name })}
        className="min-w-24"
      >
        <option value="yes">{t('here')}</option>
        <option value="no">{t('away')}</option>
      </Select>
      <Input
        dense
        type="number"
        name="capacity"
        min={0}
        max={MOST_AT_ONCE}
        required
        defaultValue={agent.capacity}
        aria-label={t('capacityOf', { name: agent.name })}
        className="max-w-20"
      />
      <Button size="dense">{t('save')}</Button>
    </form>
  );
}
