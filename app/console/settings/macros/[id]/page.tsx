/** A macro, made or changed, with what its words read like beside them. */
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { readFlash } from '@/app/console/flash';
import { MacroForm } from '@/app/console/settings/macros/[id]/macro-form';
import { SettingsFrame } from '@/app/console/settings/settings-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Notice } from '@/components/ui/notice';
import { can } from '@/lib/rules/permissions';
import { readTags } from '@/lib/tickets/keep-tags';
import { readMacro } from '@/lib/tickets/read-macros';
import { readReasons } from '@/lib/tickets/read-reasons';
import { mayKeep } from '@/lib/tickets/save-macro';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ problem?: string | string[] }> };

export default async function MacroPage({ params, searchParams }: Props) {
  const { agent, now } = await requireAgent('tickets:note');
  const { id } = await params;
  const macro = id === 'new' ? null : ((await readMacro(id, agent)) ?? notFound());
  if (macro && !mayKeep(agent, macro)) notFound();
  const flash = await readFlash([(await searchParams).problem].flat()[0]);
  const [reasons, tags] = await Promise.all([readReasons(), readTags()]);
  const t = await getTranslations('console.macros');
  const faults = (flash?.details.faults ?? []) as string[];
  return (
    <SettingsFrame agent={agent} now={now} section="macros">
      {flash && (
        <Notice tone="bad" title={flash.message}>
          {faults.length > 0 && (
            <ul>
              {faults.map((fault) => (
                <li key={fault}>{t(`fault.${fault}`)}</li>
              ))}
            </ul>
          )}
        </Notice>
      )}
      <MacroForm
        macro={macro}
        typed={flash?.typed ?? null}
        reasons={reasons.filter(({ archivedAt }) => archivedAt === null)}
        tags={tags.filter(({ archivedAt }) => archivedAt === null).map(({ name }) => name)}
        mayShare={can(agent.role, 'macros:write')}
      />
    </SettingsFrame>
  );
}
