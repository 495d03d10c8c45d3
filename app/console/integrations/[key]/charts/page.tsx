/** How an integration is doing: what came, why some was refused, and how long confirmations take. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { IntegrationFrame } from '@/app/console/integrations/[key]/integration-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Spans } from '@/app/console/spans';
import { BarTable } from '@/components/charts/bar-table';
import { type Part, StackedBars } from '@/components/charts/stacked-bars';
import { Nothing, Pane } from '@/components/console/pane';
import { Notice } from '@/components/ui/notice';
import { durationText, instantText } from '@/components/ui/time-text';
import { readIntegration } from '@/lib/offers/read-integration';
import {
  DELAYS,
  type Delays,
  type ReceiptCharts,
  readDelays,
  readReceiptCharts,
  SPANS,
  type Span,
} from '@/lib/reports/receipt-charts';
import { RECEIPT_OUTCOMES, REFUSED_CODES } from '@/lib/rules/receipt-filter';

type Props = { params: Promise<{ key: string }>; searchParams: Promise<{ span?: string | string[] }> };

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const t = await getTranslations('console.charts');
  return { title: t('title', { key: decodeURIComponent((await params).key) }) };
}

export default async function ChartsPage({ params, searchParams }: Props) {
  const { agent, now } = await requireAgent('integrations:read');
  const t = await getTranslations('console.charts');
  const integration = (await readIntegration(decodeURIComponent((await params).key))) ?? notFound();
  const asked = [(await searchParams).span].flat()[0];
  const span = SPANS.find((one) => one === asked) ?? '24h';
  const charts = await readReceiptCharts(integration.id, span, now);
  const delays = await readDelays(integration.id, charts.bars[0]!.from);
  return (
    <IntegrationFrame integration={integration} agent={agent} now={now} tab="charts">
      <Spans current={span} />
      {!charts.isComplete && <Notice tone="info">{t('incomplete')}</Notice>}
      <Came charts={charts} span={span} />
      <div className="grid grid-cols-1 items-start gap-3 lg:grid-cols-2">
        <Refusals refusals={charts.refusals} />
        <HowLong delays={delays} />
      </div>
      <p className="max-w-prose text-quiet">{t('bounds')}</p>
    </IntegrationFrame>
  );
}

/** In the order in which they are stacked, from below. */
const FILLS: Record<(typeof RECEIPT_OUTCOMES)[number], string> = {
  recorded: 'fill-ok',
  duplicate: 'fill-edge',
  unmatched: 'fill-wait',
  test: 'fill-info-line',
  noted: 'fill-info',
  refused: 'fill-bad',
};

async function Came({ charts: { bars }, span }: { charts: ReceiptCharts; span: Span }) {
  const t = await getTranslations('console.charts');
  const word = await getTranslations('console.receipts.outcome');
  const locale = await getLocale();
  const total = (outcome: keyof typeof FILLS) => bars.reduce((sum, { counts }) => sum + counts[outcome], 0);
  const parts = RECEIPT_OUTCOMES.map((key): Part => ({ key, label: word(key), fill: FILLS[key] }));
  const [recorded, unmatched] = [total('recorded'), total('unmatched')];
  const style = span === '24h' ? 'clock' : 'day';
  return (
    <Pane id="came" title={t('came')}>
      <StackedBars
        title={t('came')}
        head={t('from')}
        tableLabel={t('table')}
        parts={parts.filter(({ key }) => (key !== 'test' && key !== 'noted' ? true : total(key as 'test') > 0))}
        bars={bars.map(({ from, counts }) => ({
          key: from.toISOString(),
          label: instantText(from, style, locale, 'UTC'),
          values: counts,
        }))}
        locale={locale}
      >
        <p>{recorded + unmatched > 0 ? t('matched', { part: recorded / (recorded + unmatched) }) : t('nothing')}</p>
      </StackedBars>
    </Pane>
  );
}

async function Refusals({ refusals }: Pick<ReceiptCharts, 'refusals'>) {
  const t = await getTranslations('console.charts');
  const word = await getTranslations('console.receipts.code');
  const locale = await getLocale();
  const labelOf = (code: string) => {
    const known = REFUSED_CODES.find((one) => one === code);
    return known ? word(known) : code;
  };
  return (
    <Pane id="refused" title={t('refused')}>
      {refusals.length === 0 ? (
        <Nothing>{t('noRefusals')}</Nothing>
      ) : (
        <BarTable
          title={t('refused')}
          head={t('reason')}
          valueHead={t('count')}
          lines={refusals.map(({ code, count }) => ({ key: code, label: labelOf(code), value: count }))}
          fill="fill-bad"
          locale={locale}
        />
      )}
    </Pane>
  );
}

async function HowLong({ delays }: { delays: Delays }) {
  const t = await getTranslations('console.charts');
  const locale = await getLocale();
  const { counts, medianMs, ninetiethMs, sampled, waiting } = delays;
  return (
    <Pane id="how-long" title={t('howLong')}>
      {medianMs === null || ninetiethMs === null ? (
        <Nothing>{t('noConfirmations')}</Nothing>
      ) : (
        <>
          <p>
            {t('quantiles', {
              count: sampled,
              median: durationText(medianMs, locale),
              ninetieth: durationText(ninetiethMs, locale),
            })}
          </p>
          <BarTable
            title={t('howLong')}
            head={t('delay')}
            valueHead={t('count')}
            lines={counts.map((value, index) => ({
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
      {waiting > 0 && <p>{t('waiting', { count: waiting })}</p>}
    </Pane>
  );
}
