/** Macros in the order in which they are offered: one's own, the team's, everyone's; and those that were put away. */
import { getTranslations } from 'next-intl/server';
import { readFlash } from '@/app/console/flash';
import { MacroSummary } from '@/app/console/settings/macros/macro-summary';
import { SettingsFrame } from '@/app/console/settings/settings-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Button, LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { can } from '@/lib/rules/permissions';
import type { Reason } from '@/lib/rules/reasons';
import { type Macro, readArchivedMacros, readMacros } from '@/lib/tickets/read-macros';
import { readReasons } from '@/lib/tickets/read-reasons';
import { type MacroMove, mayKeep } from '@/lib/tickets/save-macro';

type Props = { searchParams: Promise<{ problem?: string | string[]; done?: string | string[] }> };

export default async function MacrosPage({ searchParams }: Props) {
  const { agent, now } = await requireAgent('tickets:read');
  const { problem, done } = await searchParams;
  const flash = await readFlash([problem].flat()[0]);
  const [macros, away, reasons] = await Promise.all([readMacros(agent), readArchivedMacros(agent), readReasons()]);
  const t = await getTranslations('console.macros');
  return (
    <SettingsFrame agent={agent} now={now} section="macros">
      {flash && <Notice tone="bad" title={flash.message} />}
      {done && !flash && <Notice tone="ok">{t('saved')}</Notice>}
      {can(agent.role, 'tickets:note') && (
        <p>
          <LinkButton look="primary" size="dense" href="/console/settings/macros/new">
            {t('new')}
          </LinkButton>
        </p>
      )}
      {macros.length === 0 && <EmptyState title={t('none')}>{t('noneBody')}</EmptyState>}
      <ol id="macros" className="grid gap-2">
        {macros.map((macro, at) => (
          <MacroLine key={macro.id} macro={macro} agent={agent} reasons={reasons} first={at === 0} />
        ))}
      </ol>
      {away.length > 0 && (
        <details>
          <summary className="min-h-7 text-quiet">{t('archived', { count: away.length })}</summary>
          <ol className="mt-2 grid gap-2">
            {away.map((macro) => (
              <MacroLine key={macro.id} macro={macro} agent={agent} reasons={reasons} first />
            ))}
          </ol>
        </details>
      )}
    </SettingsFrame>
  );
}

type LineProps = { macro: Macro; agent: SignedInAgent; reasons: readonly Reason[]; first: boolean };

async function MacroLine({ macro, agent, reasons, first }: LineProps) {
  const t = await getTranslations('console.macros');
  const keeps = mayKeep(agent, macro);
  return (
    <li id={`macro-${macro.id}`} className="grid scroll-mt-4 gap-2 rounded-box border border-line bg-raised p-3">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 className="font-semibold wrap-anywhere">{macro.name}</h2>
        <span className="text-quiet">{t(`visibility.${macro.visibility}`)}</span>
        {macro.ownerId !== agent.id && <span className="text-quiet">{t('by', { name: macro.ownerName })}</span>}
        <span className="ms-auto text-quiet tabular-nums">{t('used', { count: macro.used })}</span>
      </div>
      <MacroSummary macro={macro} reasons={reasons} />
      <div className="flex flex-wrap gap-2">
        {keeps && !macro.archivedAt && (
          <LinkButton size="dense" href={`/console/settings/macros/${macro.id}`}>
            {t('edit')}
          </LinkButton>
        )}
        {can(agent.role, 'tickets:note') && <Move macro={macro} move="duplicate" />}
        {keeps && !macro.archivedAt && !first && <Move macro={macro} move="up" />}
        {keeps && <Move macro={macro} move={macro.archivedAt ? 'restore' : 'archive'} />}
      </div>
    </li>
  );
}

async function Move({ macro, move }: { macro: Macro; move: MacroMove }) {
  const t = await getTranslations('console.macros.move');
  return (
    <form method="post" action={`/api/console/macros/${macro.id}/move`}>
      <input type="hidden" name="version" value={macro.version} />
      <Button size="dense" name="move" value={move}>
        {t(move)}
      </Button>
    </form>
  );
}
