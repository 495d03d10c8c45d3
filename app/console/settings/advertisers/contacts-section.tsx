/** Who of the advertiser may sign in to the portal: added, disabled, enabled again. */
import { getLocale, getTranslations } from 'next-intl/server';
import type { Flash } from '@/app/console/flash';
import { advertiserWords } from '@/app/console/settings/advertisers/advertiser-words';
import { LanguageField } from '@/app/console/settings/advertisers/agreement-fields';
import { SettingsForm } from '@/components/console/settings-form';
import { Cell, Row, Table } from '@/components/console/table';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { describedBy, Field, Input } from '@/components/ui/field';
import { StatusChip } from '@/components/ui/status-chip';
import { Time } from '@/components/ui/time';
import type { AdvertiserContact, AdvertiserSetup } from '@/lib/rechecks/advertisers';
import { LONGEST_CONTACT_NAME } from '@/lib/rules/advertiser-form';

type SectionProps = { advertiser: AdvertiserSetup; mayChange: boolean; flash: Flash | null };

export async function ContactsSection({ advertiser, mayChange, flash }: SectionProps) {
  const t = await getTranslations('console.settings.advertisers');
  const action = `/api/console/advertisers/${encodeURIComponent(advertiser.key)}/contacts`;
  const { contacts } = advertiser;
  return (
    <section id="contacts">
      <Card className="grid gap-3">
        <h2 className="font-semibold">{t('contacts')}</h2>
        <p className="max-w-prose text-quiet">{t('contactsWhat')}</p>
        {contacts.length === 0 ? (
          <p className="text-quiet">{t('noContacts')}</p>
        ) : (
          <Contacts contacts={contacts} action={mayChange ? action : null} />
        )}
        {mayChange && (
          <SettingsForm action={action} words={await advertiserWords()} locale={await getLocale()} problem={flash}>
            <input type="hidden" name="act" value="add" />
            <div className="grid gap-3 sm:grid-cols-3">
              <Field id="contact-name" label={t('contactName')}>
                <Input
                  dense
                  {...describedBy('contact-name', {})}
                  name="name"
                  required
                  maxLength={LONGEST_CONTACT_NAME}
                  autoComplete="off"
                  defaultValue={flash?.typed.name}
                />
              </Field>
              <Field id="contact-email" label={t('contactEmail')}>
                <Input
                  dense
                  {...describedBy('contact-email', {})}
                  name="email"
                  type="email"
                  required
                  maxLength={254}
                  autoComplete="off"
                  defaultValue={flash?.typed.email}
                />
              </Field>
              <LanguageField
                id="contact-locale"
                label={t('language')}
                chosen={flash?.typed.locale ?? advertiser.locale}
              />
            </div>
            <Button size="dense" className="justify-self-start">
              {t('addContact')}
            </Button>
          </SettingsForm>
        )}
      </Card>
    </section>
  );
}

/** `action` null: only to be read. */
async function Contacts({ contacts, action }: { contacts: readonly AdvertiserContact[]; action: string | null }) {
  const t = await getTranslations('console.settings.advertisers');
  const locale = await getLocale();
  const columns = [
    { key: 'name', label: t('contactName') },
    { key: 'email', label: t('contactEmail') },
    { key: 'seen', label: t('seen') },
    { key: 'state', label: t('state') },
    ...(action ? [{ key: 'act', label: t('act') }] : []),
  ];
  return (
    <Table caption={t('contacts')} columns={columns}>
      {contacts.map(({ id, name, email, seenAt, disabledAt }) => (
        <Row key={id}>
          <Cell>
            <bdi>{name}</bdi>
          </Cell>
          <Cell>
            <bdi>{email}</bdi>
          </Cell>
          <Cell>{seenAt ? <Time at={seenAt} style="clock" locale={locale} /> : t('never')}</Cell>
          <Cell>
            {disabledAt ? (
              <StatusChip tone="plain" icon="cross">
                {t('disabled')}
              </StatusChip>
            ) : (
              <StatusChip tone="ok" icon="check">
                {t('enabled')}
              </StatusChip>
            )}
          </Cell>
          {action && (
            <Cell>
              <form method="post" action={action}>
                <input type="hidden" name="contact" value={id} />
                <Button size="dense" name="act" value={disabledAt ? 'enable' : 'disable'}>
                  {t(disabledAt ? 'enable' : 'disable')} <span className="sr-only">{name}</span>
                </Button>
              </form>
            </Cell>
          )}
        </Row>
      ))}
    </Table>
  );
}
