/** The secrets: hidden until an admin asks, two live while one is changed over, and every step can be taken back. */
import { getLocale, getTranslations } from 'next-intl/server';
import { Section, SectionForm, type SectionProps } from '@/app/console/integrations/[key]/section';
import { LiveSecret } from '@/components/console/live-secret';
import { Button } from '@/components/ui/button';
import { describedBy, Field, Input } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { readOldSecretUse } from '@/lib/postbacks/old-secret-use';

export async function SecretSection(props: SectionProps) {
  const { integration, mayChange, flash, revealed, done } = props;
  const t = await getTranslations('console.integration.secret');
  const locale = await getLocale();
  const since = integration.secretChangedAt;
  const words = { live: t('live'), hidden: t('hidden'), copy: t('copy'), copied: t('copied') };
  return (
    <Section name="secret" title={t('title')} done={done}>
      {revealed && <Notice tone="info">{t('shownOnce')}</Notice>}
      <dl className="grid gap-3">
        <LiveSecret name={t('current')} value={revealed?.secret} words={words}>
          {since && t.rich('since', { when: () => <Time at={since} now={props.now} locale={locale} /> })}
        </LiveSecret>
        {integration.hasPreviousSecret && (
          <LiveSecret name={t('previous')} value={revealed?.previousSecret ?? undefined} words={words} />
        )}
      </dl>
      {integration.hasPreviousSecret && (
        <div className="grid max-w-prose gap-1">
          <p className="text-quiet">{t('twoLive')}</p>
          <OldSecretUse {...props} />
        </div>
      )}
      {!mayChange && <p className="text-quiet">{t('adminsOnly')}</p>}
      {mayChange && (
        <SectionForm integration={integration} section="secret" door="secret" flash={flash}>
          <Acts {...props} />
        </SectionForm>
      )}
      {mayChange && !integration.hasPreviousSecret && <Rotate {...props} />}
    </Section>
  );
}

/** What tells whether the network has changed over. */
async function OldSecretUse({ integration, now }: SectionProps) {
  const t = await getTranslations('console.integration.secret');
  const locale = await getLocale();
  const use = await readOldSecretUse(integration.key);
  if (!use) return null;
  const { lastUsedAt, looked } = use;
  if (!lastUsedAt) return <p className={looked > 0 ? 'text-ok' : undefined}>{t('oldUnused', { count: looked })}</p>;
  return <p>{t.rich('oldUsed', { when: () => <Time at={lastUsedAt} now={now} locale={locale} /> })}</p>;
}

async function Acts({ integration, revealed, now }: SectionProps) {
  const t = await getTranslations('console.integration.secret');
  const locale = await getLocale();
  const { hasPreviousSecret, canRestoreSecret, secretRetiredAt } = integration;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {!revealed && (
        <Button size="dense" name="act" value="reveal">
          {t('reveal')}
        </Button>
      )}
      {hasPreviousSecret && (
        <Button size="dense" look="danger" name="act" value="retire">
          {t('retire')}
        </Button>
      )}
      {canRestoreSecret && (
        <>
          <span>
            {secretRetiredAt &&
              t.rich('retired', { when: () => <Time at={secretRetiredAt} now={now} locale={locale} /> })}
          </span>
          <Button size="dense" name="act" value="restore">
            {t('restore')}
          </Button>
        </>
      )}
      {!revealed && <span className="text-quiet">{t('recorded')}</span>}
    </div>
  );
}

async function Rotate({ integration, flash }: SectionProps) {
  const t = await getTranslations('console.integration.secret');
  return (
    <details className="border-t border-line pt-3">
      <summary className="font-medium">{t('rotate')}</summary>
      <SectionForm
        integration={integration}
        section="secret"
        door="secret"
        flash={flash}
        showsProblem={false}
        className="mt-2 grid gap-3"
      >
        <p className="max-w-prose text-quiet">{t('rotateWhat')}</p>
        <Field id="new-secret" label={t('given')} hint={t('givenHint')}>
          <Input
            dense
            {...describedBy('new-secret', { hint: true })}
            name="secret"
            autoComplete="off"
            maxLength={512}
          />
        </Field>
        <div>
          <Button size="dense" look="primary" name="act" value="rotate">
            {t('rotateNow')}
          </Button>
        </div>
      </SectionForm>
    </details>
  );
}
