/** Name, address, role: the rest the invited person does. */
import { getLocale, getTranslations } from 'next-intl/server';
import type { Flash } from '@/app/console/flash';
import { ProofNotice } from '@/app/console/settings/proof-notice';
import { Pane } from '@/components/console/pane';
import { Button } from '@/components/ui/button';
import { Field, Input, Select } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { ROLES } from '@/lib/rules/permissions';

export async function InviteForm({ agent, flash, now }: { agent: SignedInAgent; flash: Flash | null; now: Date }) {
  const [t, words, locale] = [
    await getTranslations('console.settings.agents'),
    await getTranslations('console'),
    await getLocale(),
  ];
  const typed = flash?.typed ?? {};
  return (
    <Pane id="invite" title={t('invite')}>
      <ProofNotice agent={agent} page="/console/settings/agents" now={now} />
      {flash && <Notice tone="bad">{flash.message}</Notice>}
      <form method="post" action="/api/console/settings/agents" className="grid max-w-lg gap-3 sm:grid-cols-2">
        <Field id="invite-name" label={t('name')}>
          <Input dense id="invite-name" name="name" required maxLength={80} defaultValue={typed.name} />
        </Field>
        <Field id="invite-email" label={t('email')}>
          <Input
            dense
            id="invite-email"
            type="email"
            name="email"
            required
            maxLength={254}
            defaultValue={typed.email}
          />
        </Field>
        <Field id="invite-role" label={t('role')}>
          <Select dense id="invite-role" name="role" defaultValue={typed.role ?? 'agent'}>
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {words(`role.${role}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field id="invite-locale" label={t('locale')}>
          <Select dense id="invite-locale" name="locale" defaultValue={typed.locale ?? locale}>
            <option value="en">English</option>
            <option value="es">Español</option>
          </Select>
        </Field>
        <p className="text-quiet sm:col-span-2">{t('inviteWhat')}</p>
        <p>
          <Button size="dense" look="primary">
            {t('inviteSubmit')}
          </Button>
        </p>
      </form>
    </Pane>
  );
}
