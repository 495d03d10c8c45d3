/** Limits and times of the house, each with what it changes, in plain words. */
import { getLocale, getTranslations } from 'next-intl/server';
import { readFlash } from '@/app/console/flash';
import { SettingFields } from '@/app/console/settings/automation/setting-fields';
import { SettingsFrame } from '@/app/console/settings/settings-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Pane } from '@/components/console/pane';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { listSettings, type SettingRow } from '@/lib/accounts/settings';
import { can } from '@/lib/rules/permissions';
import { countOverTime } from '@/lib/tickets/forget-old';

type Search = { problem?: string; done?: string };

export default async function AutomationPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { agent, now } = await requireAgent('settings:read');
  const { problem, done } = await searchParams;
  const [t, flash, settings] = [
    await getTranslations('console.settings.values'),
    await readFlash(problem),
    await listSettings(),
  ];
  const mayChange = can(agent.role, 'settings:write');
  const overTime = await countOverTime(now);
  return (
    <SettingsFrame agent={agent} now={now} section="automation">
      {!mayChange && <p className="text-quiet">{t('readOnly')}</p>}
      <div className="grid grid-cols-1 gap-3 xl:grid-cols-2">
        {settings.map((setting) => {
          const failed = flash?.typed.section === setting.key ? flash : null;
          return (
            <Pane key={setting.key} id={setting.key} title={t(`${setting.key}.title`)}>
              <p className="max-w-prose">{t(`${setting.key}.what`)}</p>
              {setting.key === 'retention' && <p className="text-quiet">{t('retention.now', overTime)}</p>}
              {done === setting.key && <Notice tone="ok">{t('saved')}</Notice>}
              {failed && <Notice tone="bad">{failed.message}</Notice>}
              <form
                method="post"
                action={`/api/console/settings/values/${setting.key}`}
                className="grid max-w-96 gap-3"
              >
                <input type="hidden" name="version" value={setting.version} />
                <SettingFields
                  setting={setting.key}
                  texts={{ ...setting.texts, ...failed?.typed }}
                  out={(failed?.details.out as string[] | undefined) ?? []}
                  readOnly={!mayChange}
                />
                <p className="flex flex-wrap items-center gap-3">
                  {mayChange && <Button size="dense">{t('save')}</Button>}
                  <LastChange setting={setting} />
                </p>
              </form>
            </Pane>
          );
        })}
      </div>
    </SettingsFrame>
  );
}

async function LastChange({ setting }: { setting: SettingRow }) {
  const [t, locale] = [await getTranslations('console.settings.values'), await getLocale()];
  if (!setting.updatedAt) return <span className="text-quiet">{t('usual')}</span>;
  const at = setting.updatedAt;
  return (
    <span className="text-quiet">
      {t.rich('changed', { when: () => <Time at={at} style="clock" locale={locale} /> })}
    </span>
  );
}
