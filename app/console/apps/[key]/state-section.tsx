/** On or off. On only after a test of exactly what is set up was acknowledged; off, callbacks wait and nothing is lost. */
import { getLocale, getTranslations } from 'next-intl/server';
import { AppForm, type AppSectionProps } from '@/app/console/apps/[key]/section';
import { Section } from '@/app/console/integrations/[key]/section';
import { Button, LinkButton } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Time } from '@/components/ui/time';

export async function StateSection({ app, mayChange, flash, done, now }: AppSectionProps) {
  const t = await getTranslations('console.app.switch');
  const { enabled, testedAt, config } = app;
  if (!config) return null;
  return (
    <Section name="state" title={t('title')} done={done} what={t(whatIs(app))}>
      <Tested testedAt={testedAt} now={now} />
      {app.pausedAt && (
        <p>
          <a href={`/console/apps/${encodeURIComponent(app.key)}/callbacks`} className="text-accent underline">
            {t('toLog')}
          </a>
        </p>
      )}
      {mayChange && (
        <div className="flex flex-wrap items-center gap-2">
          <LinkButton
            size="dense"
            look={enabled || testedAt ? 'secondary' : 'primary'}
            href={`/console/apps/${encodeURIComponent(app.key)}/try`}
          >
            {t('test')}
          </LinkButton>
          <AppForm app={app} section="state" door="enabled" flash={flash}>
            <input type="hidden" name="enabled" value={enabled ? 'off' : 'on'} />
            <div>
              <Button size="dense" look={enabled ? 'danger' : 'primary'} disabled={!enabled && testedAt === null}>
                {t(enabled ? 'off' : 'on')}
              </Button>
            </div>
          </AppForm>
        </div>
      )}
    </Section>
  );
}

function whatIs({ enabled, pausedAt, testedAt }: AppSectionProps['app']) {
  if (enabled) return pausedAt ? 'isPaused' : 'isOn';
  return testedAt ? 'isOff' : 'isUntested';
}

async function Tested({ testedAt, now }: { testedAt: Date | null; now: Date }) {
  const t = await getTranslations('console.app.switch');
  const locale = await getLocale();
  return (
    <p className="flex items-start gap-1.5">
      <Icon name={testedAt ? 'check' : 'circle'} className={testedAt ? 'text-ok' : 'text-quiet'} />
      <span>
        {testedAt ? t.rich('tested', { when: () => <Time at={testedAt} now={now} locale={locale} /> }) : t('notTested')}
      </span>
    </p>
  );
}
