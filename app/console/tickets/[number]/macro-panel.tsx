/** Macros that fit this ticket, each with what it would do and say here; one press applies it. */
import { getTranslations } from 'next-intl/server';
import { MacroSummary } from '@/app/console/settings/macros/macro-summary';
import { ActionForm, ActionPanel } from '@/app/console/tickets/[number]/action-panel';
import { Button } from '@/components/ui/button';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { fillTemplate } from '@/lib/rules/macro-variables';
import { permissionsFor } from '@/lib/rules/macros';
import { can } from '@/lib/rules/permissions';
import { macroValues } from '@/lib/tickets/macro-values';
import { readMacros } from '@/lib/tickets/read-macros';
import { readReasons } from '@/lib/tickets/read-reasons';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

type MacroPanelProps = { ticket: AgentTicket; agent: SignedInAgent };

export async function MacroPanel({ ticket, agent }: MacroPanelProps) {
  const t = await getTranslations('console.macros');
  const [all, reasons] = await Promise.all([readMacros(agent), readReasons()]);
  const macros = all.filter(
    (macro) =>
      permissionsFor(macro).every((permission) => can(agent.role, permission)) &&
      (macro.decision !== 'approve' || ticket.confirmed),
  );
  const values = macroValues({ ...ticket, gameName: ticket.appName, externalUserId: ticket.externalId }, agent);
  return (
    <ActionPanel id="macro" label={t('apply')} agent={agent} command="macro" wide>
      {macros.length === 0 && (
        <p className="text-quiet">
          {t('applyNone')}{' '}
          <a href="/console/settings/macros/new" className="text-accent underline">
            {t('applyMake')}
          </a>
        </p>
      )}
      <ul className="grid gap-3">
        {macros.map((macro) => (
          <li key={macro.id} className="border-b border-line pb-3 last:border-0 last:pb-0">
            <ActionForm id={`macro-form-${macro.id}`} ticket={ticket} door="macro">
              <input type="hidden" name="macro" value={macro.id} />
              <div className="grid gap-1">
                <div className="flex items-center gap-3">
                  <span id={`macro-${macro.id}`} className="font-medium wrap-anywhere">
                    {macro.name}
                  </span>
                  <Button size="dense" className="ms-auto" aria-describedby={`macro-${macro.id}`}>
                    {t('applyNow')}
                  </Button>
                </div>
                <MacroSummary macro={macro} reasons={reasons} words={fillTemplate(macro.template, values)} />
              </div>
            </ActionForm>
          </li>
        ))}
      </ul>
    </ActionPanel>
  );
}
