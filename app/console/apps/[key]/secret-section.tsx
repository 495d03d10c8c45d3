/** What callbacks are signed with: hidden until an admin asks; changed without losing a callback where two can be live. */
import { getLocale, getTranslations } from 'next-intl/server';
import { AppForm, type AppSectionProps } from '@/app/console/apps/[key]/section';
import { Section } from '@/app/console/integrations/[key]/section';
import { LiveSecret } from '@/components/console/live-secret';
import { Button } from '@/components/ui/button';
import { describedBy, Field, Input } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { dialectNamed } from '@/lib/dialects';

export async function SecretSection(props: AppSectionProps) {
  const { app, mayChange, flash, revealed, done, now } = props;
  const t = await getTranslations('console.integration.secret');
  const words = await getTranslations('console.app.secret');
  const locale = await getLocale();
  const rewards = app.config && dialectNamed(app.config.dialect)?.rewards;
  if (!rewards) return null;
  const { secretChangedAt, liveSecrets } = app;
  const shown = { live: t('live'), hidden: t('hidden'), copy: t('copy'), copied: t('copied') };
  return (
    <Section name="secret" title={t('title')} done={done} what={words(rewards.proof ? 'what' : 'unsigned')}>
      {revealed && <Notice tone="info">{t('shownOnce')}</Notice>}
      {liveSecrets > 0 && (
        <dl className="grid gap-3">
          <LiveSecret name={t('current')} value={revealed?.[0]} words={shown}>
            {secretChangedAt &&
              t.rich('since', { when: () => <Time at={secretChangedAt} now={now} locale={locale} /> })}
          </LiveSecret>
          {liveSecrets > 1 && <LiveSecret name={t('previous')} value={revealed?.[1]} words={shown} />}
        </dl>
      )}
      {liveSecrets > 1 && <p className="max-w-prose text-quiet">{words('twoLive')}</p>}
      {!mayChange && <p className="text-quiet">{t('adminsOnly')}</p>}
      {mayChange && (
        <AppForm app={app} section="secret" door="secret" flash={flash}>
          <Acts {...props} />
        </AppForm>
      )}
      {mayChange && liveSecrets < 2 && <Rotate {...props} overlaps={rewards.liveSecrets === 2 && liveSecrets > 0} />}
    </Section>
  );
}

async function Acts({ app, revealed }: AppSectionProps) {
  const t = await getTranslations('console.integration.secret');
  const words = await getTranslations('console.app.secret');
  return (
    <div className="flex flex-wrap items-center gap-2">
      {!revealed && app.liveSecrets > 0 && (
        <Button size="dense" name="act" value="reveal">
          {t('reveal')}
        </Button>
      )}
      {app.liveSecrets > 1 && (
        <Button size="dense" look="danger" name="act" value="retire">
          {t('retire')}
        </Button>
      )}
      {app.canRestoreSecret && (
        <Button size="dense" name="act" value="restore">
          {words('restore')}
        </Button>
      )}
      {!revealed && app.liveSecrets > 0 && <span className="text-quiet">{t('recorded')}</span>}
    </div>
  );
}

async function Rotate({ app, flash, overlaps }: AppSectionProps & { overlaps: boolean }) {
  const t = await getTranslations('console.integration.secret');
  const words = await getTranslations('console.app.secret');
  return (
    <details className="border-t border-line pt-3">
      <summary className="font-medium">{t('rotate')}</summary>
      <AppForm app={app} section="secret" door="secret" flash={flash} showsProblem={false} className="mt-2 grid gap-3">
        <p className="max-w-prose text-quiet">{words(overlaps ? 'rotateTwo' : 'rotateOne')}</p>
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
      </AppForm>
    </details>
  );
}
