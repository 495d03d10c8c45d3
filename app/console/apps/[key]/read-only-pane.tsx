/** The same for those who may look and not change. */
import { getTranslations } from 'next-intl/server';
import { PreviewPane } from '@/app/console/apps/[key]/preview-pane';
import { Bytes } from '@/components/console/bytes';
import { Nothing, Pane, Part } from '@/components/console/pane';
import { dialectNamed } from '@/lib/dialects';
import type { CallbackConfig, CallbackSetup } from '@/lib/offers/callback-setup';

export async function ReadOnlyPane({ app, now }: { app: CallbackSetup; now: Date }) {
  const t = await getTranslations('console.app.address');
  const { config } = app;
  return (
    <div className="grid grid-cols-1 items-start gap-3 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Pane id="address-title" title={t('title')}>
        {config ? <Facts config={config} /> : <Nothing>{t('none')}</Nothing>}
      </Pane>
      {config && <PreviewPane app={app} config={config} faults={[]} now={now} />}
    </div>
  );
}

async function Facts({ config }: { config: CallbackConfig }) {
  const t = await getTranslations('console.app');
  const { activities, stateful, zeroRewards, custom = {}, holdMinutes } = config.options;
  const said = [
    ...(activities ?? []).map((state) => t(`options.activity.${state}`)),
    ...(stateful ? [t('options.stateful')] : []),
    ...(zeroRewards ? [t('options.zero')] : []),
    ...(holdMinutes ? [t('options.held', { minutes: holdMinutes })] : []),
  ];
  return (
    <>
      <Part title={t('address.protocol')}>
        <p>{dialectNamed(config.dialect)?.title ?? config.dialect}</p>
      </Part>
      <Part title={t('address.url')}>
        <Bytes text={config.urlTemplate} />
      </Part>
      {config.reversalUrlTemplate && (
        <Part title={t('address.reversal')}>
          <Bytes text={config.reversalUrlTemplate} />
        </Part>
      )}
      {(said.length > 0 || Object.keys(custom).length > 0) && (
        <Part title={t('options.title')}>
          <ul className="list-disc ps-5">
            {said.map((one) => (
              <li key={one}>{one}</li>
            ))}
            {Object.entries(custom).map(([name, value]) => (
              <li key={`custom ${name}`}>
                <Bytes text={`${name} = ${value}`} />
              </li>
            ))}
          </ul>
        </Part>
      )}
    </>
  );
}
