/** What agents do all day beside deciding: hand on, tag, put to sleep. */
import { useTranslations } from 'next-intl';
import { ActionForm, ActionPanel, Labelled } from '@/app/console/tickets/[number]/action-panel';
import { Button } from '@/components/ui/button';
import { Input, Select } from '@/components/ui/field';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { can } from '@/lib/rules/permissions';
import { SNOOZES } from '@/lib/rules/snooze';
import type { DeskChoices } from '@/lib/tickets/desk-choices';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

type PanelProps = { ticket: AgentTicket; agent: SignedInAgent; choices: DeskChoices };

export function Assign({ ticket, agent, choices }: PanelProps) {
  const t = useTranslations('console.act');
  return (
    <ActionPanel id="assign" label={t('assign')} agent={agent} command="assign">
      <ActionForm ticket={ticket} door="assignment">
        <Labelled id="assignee" label={t('assignee')}>
          <Select dense id="assignee" name="assignee" defaultValue={ticket.assigneeId ?? ''}>
            <option value="">{t('nobody')}</option>
            {choices.colleagues.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Labelled>
        <Button size="dense" wide>
          {t('assign')}
        </Button>
      </ActionForm>
    </ActionPanel>
  );
}

export function Tag({ ticket, agent, choices }: PanelProps) {
  const t = useTranslations('console.act');
  const { tags } = ticket.desk;
  const free = can(agent.role, 'macros:write');
  return (
    <ActionPanel id="tag" label={t('tag')} agent={agent} command="tag">
      <div className="grid gap-3">
        {tags.length > 0 && (
          <ul className="flex flex-wrap gap-2">
            {tags.map((tag) => (
              <li key={tag}>
                <ActionForm ticket={ticket} door="tags">
                  <input type="hidden" name="remove" value={tag} />
                  <Button size="dense" aria-label={t('untag', { tag })}>
                    {tag} <span aria-hidden="true">×</span>
                  </Button>
                </ActionForm>
              </li>
            ))}
          </ul>
        )}
        <ActionForm ticket={ticket} door="tags">
          <Labelled id="tag-name" label={t('tagName')}>
            {free ? (
              <>
                <Input dense id="tag-name" name="add" required maxLength={40} list="tags" autoComplete="off" />
                <datalist id="tags">
                  {choices.tags.map((tag) => (
                    <option key={tag} value={tag} />
                  ))}
                </datalist>
              </>
            ) : (
              <Select dense id="tag-name" name="add" required defaultValue="">
                <option value="" disabled>
                  {t('chooseTag')}
                </option>
                {choices.tags
                  .filter((tag) => !tags.includes(tag))
                  .map((tag) => (
                    <option key={tag}>{tag}</option>
                  ))}
              </Select>
            )}
          </Labelled>
          <Button size="dense" wide>
            {t('addTag')}
          </Button>
        </ActionForm>
      </div>
    </ActionPanel>
  );
}

export function Snooze({ ticket, agent }: Omit<PanelProps, 'choices'>) {
  const t = useTranslations('console.act');
  const choices = ticket.desk.snoozedUntil ? (['wake', ...SNOOZES] as const) : SNOOZES;
  return (
    <ActionPanel id="snooze" label={t('snooze')} icon="clock" agent={agent} command="snooze">
      <div className="grid gap-2">
        {choices.map((until) => (
          <ActionForm key={until} ticket={ticket} door="snooze">
            <input type="hidden" name="until" value={until} />
            <Button size="dense" wide>
              {t(`until.${until}`)}
            </Button>
          </ActionForm>
        ))}
        <p className="text-quiet">{t('snoozeHint')}</p>
      </div>
    </ActionPanel>
  );
}
