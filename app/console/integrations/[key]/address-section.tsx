/** Setting up, step by step: the address to paste with its macros, the secret, and what is good to know at that network. */
import { getTranslations } from 'next-intl/server';
import { Section, type SectionProps } from '@/app/console/integrations/[key]/section';
import { PasteAddress } from '@/components/console/paste-address';
import { CopyButton } from '@/components/ui/copy-button';
import { confirmsFor, dialectNamed } from '@/lib/dialects';
import { SECRET_PLACE } from '@/lib/dialects/dialect';

export async function AddressSection({ integration, mayChange, revealed }: SectionProps) {
  const t = await getTranslations('console.integration.address');
  const confirms = confirmsFor(integration.dialect, integration);
  const setup = confirms?.setup;
  const { dialect, advertiserName } = integration;
  const title = dialect === 'custom' ? advertiserName : (dialectNamed(dialect)?.title ?? dialect);
  const template = setup?.urlTemplate(integration.postbackUrl) ?? integration.postbackUrl;
  const holdsSecret = template.includes(SECRET_PLACE);
  const address = revealed ? template.replaceAll(SECRET_PLACE, encodeURIComponent(revealed.secret)) : template;
  return (
    <Section name="address" title={t('title')} done={undefined}>
      <ol className="grid list-decimal gap-3 ps-5 marker:font-medium marker:text-quiet">
        {integration.dialect === 'custom' && (
          <li>
            <a
              href={`/console/integrations/${encodeURIComponent(integration.key)}/definition`}
              className="text-accent underline"
            >
              {t(integration.custom ? 'defined' : 'define')}
            </a>
          </li>
        )}
        <li>
          <div className="grid gap-2">
            <p>{t('paste', { network: title })}</p>
            <PasteAddress address={address} label={t('label')} secret={t('secretHere')} macro={t('macro')} />
            <p className="flex flex-wrap items-center gap-2">
              <CopyButton size="dense" text={address} label={t('copy')} done={t('copied')} />
              <span className="text-quiet">{t(hintOf(holdsSecret, revealed !== null, mayChange))}</span>
            </p>
          </div>
        </li>
        <li>
          {confirms?.neverSigned
            ? t('neverSigned')
            : t.rich(holdsSecret ? 'secretInAddress' : 'secretAtNetwork', {
                network: title,
                link: (words) => (
                  <a href="#secret" className="text-accent underline">
                    {words}
                  </a>
                ),
              })}
        </li>
        {setup?.notes.map((note) => (
          // The networks' own words for their own screens: not translated.
          <li key={note}>
            <bdi lang="en">{note}</bdi>
          </li>
        ))}
        <li>
          {t.rich('test', {
            link: (words) => (
              <a
                href={`/console/integrations/${encodeURIComponent(integration.key)}/try`}
                className="text-accent underline"
              >
                {words}
              </a>
            ),
          })}
        </li>
      </ol>
    </Section>
  );
}

function hintOf(holdsSecret: boolean, revealed: boolean, mayChange: boolean) {
  if (!holdsSecret) return 'noSecretInside';
  if (revealed) return 'secretInside';
  return mayChange ? 'fillIn' : 'adminFillsIn';
}
