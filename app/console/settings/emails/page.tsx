/** Every e-mail that is sent, and in which languages an operator has worded it. */
import { getTranslations } from 'next-intl/server';
import { SettingsFrame } from '@/app/console/settings/settings-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Cell, Row, Table } from '@/components/console/table';
import { WORDED_TEMPLATES, type WordedTemplate } from '@/lib/emails/override-shape';
import { overrideFor, readOverrides } from '@/lib/outbox/email-overrides';
import { WRITTEN_LANGUAGES } from '@/lib/rules/reasons';

export default async function EmailsPage() {
  const { agent, now } = await requireAgent('settings:read');
  const overrides = await readOverrides();
  const t = await getTranslations('console.emails');
  const changedIn = (template: WordedTemplate) =>
    WRITTEN_LANGUAGES.filter((language) => overrideFor(overrides, template, language));
  return (
    <SettingsFrame agent={agent} now={now} section="emails">
      <Table
        caption={t('caption')}
        columns={[
          { key: 'email', label: t('email') },
          { key: 'words', label: t('words') },
        ]}
      >
        {WORDED_TEMPLATES.map((template) => (
          <Row key={template}>
            <Cell>
              <a
                href={`/console/settings/emails/${template}`}
                className="inline-flex min-h-6 items-center text-accent underline"
              >
                {t(`name.${template}`)}
              </a>
            </Cell>
            <Cell>
              {changedIn(template)
                .map((language) => t('changed', { language: t(`language.${language}`) }))
                .join(', ') || <span className="text-quiet">{t('house')}</span>}
            </Cell>
          </Row>
        ))}
      </Table>
    </SettingsFrame>
  );
}
