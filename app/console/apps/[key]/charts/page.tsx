/** How a game's server is doing: what became of its callbacks, how long its yes takes, why it does not come. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { CallbacksFrame } from '@/app/console/apps/[key]/callbacks-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Spans } from '@/app/console/spans';
import { BarTable } from '@/components/charts/bar-table';
import { type Part, StackedBars } from '@/components/charts/stacked-bars';
import { Nothing, Pane } from '@/components/console/pane';
import { Cell, Row, Table } from '@/components/console/table';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { durationText, instantText } from '@/components/ui/time-text';
import { readCallbackSetup } from '@/lib/offers/callback-setup';
import {
  type CallbackCharts,
  type FailingApp,
  readCallbackCharts,
  readFailingApps,
} from '@/lib/reports/callback-charts';
import { DELAYS, SPANS, type Span } from '@/lib/reports/receipt-charts';
import type { CallbackStatus } from '@/lib/rules/callback-filter';

type Props = { params: Promise<{ key: string }>; searchParams: Promise<{ span?: string | string[] }> };

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const t = await getTranslations('console.callbackCharts');
  return { title: t('title', { key: decodeURIComponent((await params).key) }) };
}

export default async function CallbackChartsPage({ params, searchParams }: Props) {
  const { agent, now } = await requireAgent('apps:read');
  const t = await getTranslations('console.callbackCharts');
  const app = (await readCallbackSetup(decodeURIComponent((await params).key))) ?? notFound();
  const asked = [(await searchParams).span].flat()[0];
  const span = SPANS.find((one) => one === asked) ?? '24h';
  const [charts, failing] = await Promise.all([readCallbackCharts(app.id, span, now), readFailingApps()]);
  return (
    <CallbacksFrame app={app} agent={agent} now={now} tab="charts">
      <Spans current={span} />
      {!charts.isComplete && <Notice tone="info">{t('incomplete')}</Notice>}
      <Became charts={charts} span={span} />
      <div className="grid grid-cols-1 items-start gap-3 lg:grid-cols-2">
        <HowLong charts={charts} />
        <Reasons charts={charts} />
      </div>
      <Silent apps={failing} now={now} />
      <p className="max-w-prose text-quiet">{t('bounds')}</p>
    </CallbacksFrame>
  );
}

/** In the order in which they are stacked, from below. */
const FILLS: Record<CallbackStatus, string> = {
  ACKNOWLEDGED: 'fill-ok',
  PENDING: 'fill-info',
  FAILED: 'fill-bad',
  CANCELLED: 'fill-edge',
};

async function Became({ charts: { bars }, span }: { charts: CallbackCharts; span: Span }) {
  const t = await getTranslations('console.callbackCharts');
  const word = await getTranslations('console.callbacks.status');
  const locale = await getLocale();
  const total = (status: CallbackStatus) => bars.reduce((sum, { counts }) => sum + counts[status], 0);
  const [acknowledged, owed] = [total('ACKNOWLEDGED'), total('PENDING') + total('FAILED')];
  const statuses = Object.keys(FILLS) as CallbackStatus[];
  return (
    <Pane id="became" title={t('became')}>
      <StackedBars
        title={t('became')}
        head={t('from')}
        tableLabel={t('table')}
        parts={statuses.map((key): Part => ({ key, label: word(key), fill: FILLS[key] }))}
        bars={bars.map(({ from, counts }) => ({
          key: from.toISOString(),
          label: instantText(from, span === '24h' ? 'clock' : 'day', locale, 'UTC'),
          values: counts,
        }))}
        locale={locale}
      >
        <p>
          {acknowledged + owed > 0 ? t('acknowledged', { part: acknowledged / (acknowledged + owed) }) : t('nothing')}
        </p>
      </StackedBars>
    </Pane>
  );
}

async function HowLong({ charts: { delays, medianMs, ninetiethMs } }: { charts: CallbackCharts }) {
  const t = await getTranslations('console.callbackCharts');
  const locale = await getLocale();
  return (
    <Pane id="how-long" title={t('howLong')}>
      {medianMs === null || ninetiethMs === null ? (
        <Nothing>{t('noAcknowledgements')}</Nothing>
      ) : (
        <>
          <p>
            {t('quantiles', {
              median: durationText(medianMs, locale),
              ninetieth: durationText(ninetiethMs, locale),
            })}
          </p>
          <BarTable
            title={t('howLong')}
            head={t('delay')}
            valueHead={t('count')}
            lines={delays.map((value, index) => ({
              key: String(index),
              label: t(index < DELAYS.length ? 'under' : 'over', {
                time: durationText(DELAYS[Math.min(index, DELAYS.length - 1)]!, locale),
              }),
              value,
            }))}
            fill="fill-accent"
            locale={locale}
          />
        </>
      )}
    </Pane>
  );
}

async function Reasons({ charts: { reasons } }: { charts: CallbackCharts }) {
  const t = await getTranslations('console.callbackCharts');
  const locale = await getLocale();
  return (
    <Pane id="reasons" title={t('reasons')}>
      {reasons.length === 0 ? (
        <Nothing>{t('noReasons')}</Nothing>
      ) : (
        <BarTable
          title={t('reasons')}
          head={t('reason')}
          valueHead={t('count')}
          lines={reasons.map(({ reason, count }) => ({ key: reason, label: reason, value: count }))}
          fill="fill-bad"
          locale={locale}
        />
      )}
    </Pane>
  );
}

async function Silent({ apps, now }: { apps: FailingApp[]; now: Date }) {
  const t = await getTranslations('console.callbackCharts');
  const state = await getTranslations('console.app.state');
  const locale = await getLocale();
  const columns = [
    { key: 'game', label: t('game') },
    { key: 'since', label: t('since') },
    { key: 'waiting', label: t('waiting'), number: true },
  ];
  return (
    <Pane id="silent" title={t('silent')}>
      {apps.length === 0 ? (
        <Nothing>{t('noneSilent')}</Nothing>
      ) : (
        <Table caption={t('silentGames')} columns={columns}>
          {apps.map(({ key, name, failingSince, isPaused, waiting }) => (
            <Row key={key}>
              <Cell>
                <a
                  href={`/console/apps/${encodeURIComponent(key)}/callbacks`}
                  className="inline-flex min-h-6 items-center text-accent hover:underline"
                >
                  {name}
                </a>{' '}
                {isPaused && <span className="text-bad">{state('paused')}</span>}
              </Cell>
              <Cell>
                <Time at={failingSince} now={now} locale={locale} />
              </Cell>
              <Cell number>{new Intl.NumberFormat(locale).format(waiting)}</Cell>
            </Row>
          ))}
        </Table>
      )}
    </Pane>
  );
}
