/** Why tickets are approved and denied: what agents choose from, and what users are told of it in their language. */
import { getLocale, getTranslations } from 'next-intl/server';
import { type Flash, readFlash } from '@/app/console/flash';
import { ReasonForm } from '@/app/console/settings/reasons/reason-form';
import { SettingsFrame } from '@/app/console/settings/settings-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Pane } from '@/components/console/pane';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { can } from '@/lib/rules/permissions';
import { isKept, labelOf, type Reason, WRITTEN_LANGUAGES } from '@/lib/rules/reasons';
import { readReasons } from '@/lib/tickets/read-reasons';
import { type ReasonUse, readReasonUse } from '@/lib/tickets/save-reason';

type Props = { searchParams: Promise<{ problem?: string | string[]; done?: string | string[] }> };

export default async function ReasonsPage({ searchParams }: Props) {
  const { agent, now } = await requireAgent('tickets:read');
  const { problem, done } = await searchParams;
  const flash = await readFlash([problem].flat()[0]);
  const [reasons, uses] = await Promise.all([readReasons(), readReasonUse()]);
  const t = await getTranslations('console.reasons');
  const mayChange = can(agent.role, 'settings:write');
  const isNew = flash !== null && !reasons.some(({ code }) => code === flash.typed.of);
  return (
    <SettingsFrame agent={agent} now={now} section="reasons">
      {flash && <Notice tone="bad" title={flash.message} />}
      {done && !flash && <Notice tone="ok">{t('saved')}</Notice>}
      {mayChange && (
        <details open={isNew} className="rounded-box border border-line bg-raised p-3">
          <summary className="min-h-7 font-medium">{t('new')}</summary>
          <ReasonForm reason={null} flash={isNew ? flash : null} />
        </details>
      )}
      <div id="reasons" className="grid scroll-mt-4 grid-cols-1 gap-3">
        {(['deny', 'approve'] as const).map((outcome) => (
          <Pane key={outcome} id={`outcome-${outcome}`} title={t(`outcome.${outcome}`)}>
            <ol className="grid gap-3">
              {reasons
                .filter((reason) => reason.outcome === outcome)
                .map((reason, at) => (
                  <ReasonLine
                    key={reason.code}
                    reason={reason}
                    use={uses.find(({ code }) => code === reason.code)}
                    flash={flash?.typed.of === reason.code ? flash : null}
                    first={at === 0}
                    mayChange={mayChange}
                  />
                ))}
            </ol>
          </Pane>
        ))}
      </div>
    </SettingsFrame>
  );
}

type LineProps = {
  reason: Reason;
  use: ReasonUse | undefined;
  flash: Flash | null;
  first: boolean;
  mayChange: boolean;
};

async function ReasonLine({ reason, use, flash, first, mayChange }: LineProps) {
  const t = await getTranslations('console.reasons');
  const locale = await getLocale();
  const away = reason.archivedAt !== null;
  return (
    <li
      id={`reason-${reason.code}`}
      className="grid scroll-mt-4 gap-1 border-b border-line pb-3 last:border-0 last:pb-0"
    >
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h3 className={away ? 'font-medium text-quiet line-through' : 'font-medium'}>{labelOf(reason, locale)}</h3>
        <code className="text-xs text-quiet">{reason.code}</code>
        <span className="ms-auto text-quiet tabular-nums">
          {t('used', { decisions: use?.decisions ?? 0, macros: use?.macros ?? 0 })}
        </span>
      </div>
      {WRITTEN_LANGUAGES.map((language) =>
        reason.texts[language] ? (
          <p key={language} lang={language} className="text-quiet">
            {reason.texts[language]}
          </p>
        ) : null,
      )}
      {reason.outcome === 'deny' && !reason.texts.en && (
        <p className="text-quiet">{t(isKept(reason.code) ? 'toldByMail' : 'toldByAgent')}</p>
      )}
      {mayChange && (
        <div className="flex flex-wrap items-start gap-2">
          {!first && !away && <Move reason={reason} move="up" />}
          {!isKept(reason.code) && <Move reason={reason} move={away ? 'restore' : 'archive'} />}
          <details open={flash !== null} className="min-w-0 flex-1">
            <summary className="inline-flex min-h-7 items-center px-2 text-accent">{t('edit')}</summary>
            <ReasonForm reason={reason} flash={flash} />
          </details>
        </div>
      )}
    </li>
  );
}

async function Move({ reason, move }: { reason: Reason; move: 'up' | 'archive' | 'restore' }) {
  const t = await getTranslations('console.reasons.move');
  return (
    <form method="post" action={`/api/console/reasons/${reason.code}/move`}>
      <input type="hidden" name="version" value={reason.version} />
      <Button size="dense" name="move" value={move}>
        {t(move)}
      </Button>
    </form>
  );
}
