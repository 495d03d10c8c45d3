/** What is needed seldom: a lead, a hold, another ticket about the same, another step. */
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ActionForm, ActionPanel, Labelled } from '@/app/console/tickets/[number]/action-panel';
import { Button } from '@/components/ui/button';
import { Input, Select } from '@/components/ui/field';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { can } from '@/lib/rules/permissions';
import type { DeskChoices } from '@/lib/tickets/desk-choices';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

type MoreProps = { ticket: AgentTicket; agent: SignedInAgent; choices: DeskChoices };

export function MorePanel({ ticket, agent, choices }: MoreProps) {
  const t = useTranslations('console.act');
  return (
    <ActionPanel id="more" label={t('more')} agent={agent} wide>
      <div className="grid gap-4 sm:grid-cols-2">
        <Lead ticket={ticket} agent={agent} />
        <Hold ticket={ticket} />
        {can(agent.role, 'tickets:merge') && <SameAs ticket={ticket} choices={choices} />}
        {can(agent.role, 'tickets:override') && ticket.tasks.length > 0 && choices.steps.length > 1 && (
          <Step ticket={ticket} choices={choices} />
        )}
      </div>
    </ActionPanel>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid content-start gap-2">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function Lead({ ticket, agent }: Omit<MoreProps, 'choices'>) {
  const t = useTranslations('console.act');
  const isBack = ticket.desk.leadAt !== null && can(agent.role, 'tickets:undo');
  return (
    <Part title={t('lead')}>
      <ActionForm ticket={ticket} door="lead">
        {isBack ? (
          <input type="hidden" name="act" value="back" />
        ) : (
          <Labelled id="lead-reason" label={t('why')}>
            <Input dense id="lead-reason" name="reason" required maxLength={1000} autoComplete="off" />
          </Labelled>
        )}
        <Button size="dense">{t(isBack ? 'fromLead' : 'toLead')}</Button>
      </ActionForm>
    </Part>
  );
}

function Hold({ ticket }: Pick<MoreProps, 'ticket'>) {
  const t = useTranslations('console.act');
  const held = ticket.desk.heldReason !== null;
  return (
    <Part title={t('hold')}>
      <ActionForm ticket={ticket} door="hold">
        {held ? (
          <input type="hidden" name="act" value="release" />
        ) : (
          <Labelled id="hold-reason" label={t('why')}>
            <Input dense id="hold-reason" name="reason" required maxLength={200} autoComplete="off" />
          </Labelled>
        )}
        <Button size="dense">{t(held ? 'letGo' : 'putOnHold')}</Button>
      </ActionForm>
    </Part>
  );
}

/** Merging needs the same offer; a duplicate may be any ticket of the same game. */
function SameAs({ ticket, choices: { others } }: Omit<MoreProps, 'agent'>) {
  const t = useTranslations('console.act');
  const same = others.filter(({ sameOffer }) => sameOffer);
  return (
    <>
      <Part title={t('duplicate')}>
        <ActionForm ticket={ticket} door="duplicate">
          <Labelled id="duplicate-of" label={t('goesOn')}>
            <Input dense id="duplicate-of" name="other" required maxLength={20} list="others" autoComplete="off" />
          </Labelled>
          <datalist id="others">
            {others.map(({ number, offerTitle }) => (
              <option key={number} value={number} label={offerTitle} />
            ))}
          </datalist>
          <Button size="dense">{t('link')}</Button>
        </ActionForm>
      </Part>
      {same.length > 0 && (
        <Part title={t('merge')}>
          <ActionForm ticket={ticket} door="merge">
            <Labelled id="merge-into" label={t('goesOn')}>
              <Select dense id="merge-into" name="other">
                {same.map(({ number }) => (
                  <option key={number}>{number}</option>
                ))}
              </Select>
            </Labelled>
            <p className="text-quiet">{t('mergeHint')}</p>
            <Button size="dense">{t('merge')}</Button>
          </ActionForm>
        </Part>
      )}
    </>
  );
}

function Step({ ticket, choices }: Omit<MoreProps, 'agent'>) {
  const t = useTranslations('console.act');
  const claimed = ticket.tasks.map(({ key }) => key);
  return (
    <Part title={t('step')}>
      <ActionForm ticket={ticket} door="step">
        <Labelled id="step-from" label={t('stepFrom')}>
          <Select dense id="step-from" name="from">
            {ticket.tasks.map(({ key, name }) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </Select>
        </Labelled>
        <Labelled id="step-to" label={t('stepTo')}>
          <Select dense id="step-to" name="to">
            {choices.steps
              .filter(({ key }) => !claimed.includes(key))
              .map(({ key, name }) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
          </Select>
        </Labelled>
        <Button size="dense">{t('correct')}</Button>
      </ActionForm>
    </Part>
  );
}
