/** What an admin can do with an agent. What costs work to undo wants the agent's address typed. */
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Nothing, Pane } from '@/components/console/pane';
import { Button } from '@/components/ui/button';
import { Field, Input, Select } from '@/components/ui/field';
import type { AgentRow } from '@/lib/accounts/list-agents';
import { ROLES } from '@/lib/rules/permissions';

type Props = { them: AgentRow; isSelf: boolean; door: string };

export async function AgentActions({ them, isSelf, door }: Props) {
  const t = await getTranslations('console.settings.agents');
  if (isSelf) return <Nothing>{t('yourself')}</Nothing>;
  if (them.disabledAt) {
    return (
      <Pane id="enable" title={t('enable')}>
        <p>{t('enableWhat')}</p>
        <Act door={door} act="enable" label={t('enable')} />
      </Pane>
    );
  }
  return (
    <div className="grid grid-cols-1 gap-3 xl:grid-cols-2">
      <RolePane them={them} door={door} />
      <Pane id="send-link" title={t('sendLink')}>
        <p>{t(them.hasPassword ? 'sendLinkWhat' : 'inviteAgainWhat')}</p>
        <Act door={door} act="send-link" label={t('sendLink')}>
          <input type="hidden" name="locale" value={await getLocale()} />
        </Act>
      </Pane>
      {them.twoFactorSince && (
        <Pane id="reset-two-factor" title={t('reset')}>
          <p>{t('resetWhat')}</p>
          <TypedAct them={them} door={door} act="reset-two-factor" label={t('reset')} />
        </Pane>
      )}
      <Pane id="disable" title={t('disable')}>
        <p>{t('disableWhat', { count: them.openTickets })}</p>
        <TypedAct them={them} door={door} act="disable" label={t('disable')} />
      </Pane>
    </div>
  );
}

async function RolePane({ them, door }: Pick<Props, 'them' | 'door'>) {
  const [t, words] = [await getTranslations('console.settings.agents'), await getTranslations('console')];
  return (
    <Pane id="role" title={t('role')}>
      <p>{t('roleWhat')}</p>
      <Act door={door} act="role" label={t('roleSave')}>
        <input type="hidden" name="seen" value={them.role} />
        <Select dense name="role" aria-label={t('role')} defaultValue={them.role} className="max-w-48">
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {words(`role.${role}`)}
            </option>
          ))}
        </Select>
      </Act>
    </Pane>
  );
}

type ActProps = { door: string; act: string; label: string; danger?: boolean; children?: ReactNode };

function Act({ door, act, label, danger = false, children }: ActProps) {
  return (
    <form method="post" action={door} className="flex flex-wrap items-end gap-2">
      {children}
      <Button size="dense" look={danger ? 'danger' : 'secondary'} name="act" value={act}>
        {label}
      </Button>
    </form>
  );
}

async function TypedAct({ them, door, act, label }: Pick<Props, 'them' | 'door'> & { act: string; label: string }) {
  const t = await getTranslations('console.settings.agents');
  return (
    <Act door={door} act={act} label={label} danger>
      <Field id={`typed-${act}`} label={t('typed', { email: them.email })}>
        <Input dense id={`typed-${act}`} name="typed" required autoComplete="off" maxLength={254} />
      </Field>
    </Act>
  );
}
