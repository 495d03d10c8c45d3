/** Each policy's verdicts in tickets and dollars, side by side, and how each stands to what happened. */
import { useLocale, useTranslations } from 'next-intl';
import { policyText } from '@/app/console/reports/dry-run/policy-text';
import { figureText } from '@/app/console/reports/figure-text';
import { Nothing, Pane } from '@/components/console/pane';
import { Cell, Row, Table } from '@/components/console/table';
import type { DryRun } from '@/lib/reports/read-dry-run';
import { countOf, HAPPENED, VERDICTS } from '@/lib/rules/dry-run';

export function RunTable({ run: { policies, counts, done } }: { run: DryRun }) {
  const t = useTranslations('console.reports.dryRun');
  const locale = useLocale();
  const text = figureText(locale);
  const columns = [
    { key: 'what', label: t('would') },
    ...policies.map((policy, index) => ({
      key: String(index),
      label: policyText(policy, t, locale),
      number: true,
    })),
  ];
  const figure = ({ count, micros }: ReturnType<typeof countOf>) => (
    <bdi>
      {text.count(count)} <span className="text-quiet">{text.money(micros)}</span>
    </bdi>
  );
  if (done === 0)
    return (
      <Pane id="outcome" title={t('outcome')}>
        <Nothing>{t('nothing')}</Nothing>
      </Pane>
    );
  return (
    <Pane id="outcome" title={t('outcome')}>
      <Table caption={t('outcomeTable')} columns={columns}>
        {VERDICTS.map((verdict) => {
          const happened = HAPPENED.filter((one) =>
            policies.some((_, index) => countOf(counts, index, verdict, [one]).count > 0),
          );
          return [
            <Row key={verdict}>
              <Cell className="font-medium">{t(`verdict.${verdict}`)}</Cell>
              {policies.map((_, index) => (
                <Cell key={index} number className="font-medium whitespace-nowrap">
                  {figure(countOf(counts, index, verdict))}
                </Cell>
              ))}
            </Row>,
            ...happened.map((one) => (
              <Row key={`${verdict}:${one}`}>
                <Cell className="ps-8 text-quiet">{t(`happened.${one}`)}</Cell>
                {policies.map((_, index) => (
                  <Cell key={index} number className="whitespace-nowrap">
                    {figure(countOf(counts, index, verdict, [one]))}
                  </Cell>
                ))}
              </Row>
            )),
          ];
        })}
        <Row>
          <Cell className="font-medium">{t('contradicted')}</Cell>
          {policies.map((_, index) => (
            <Cell key={index} number className="font-medium whitespace-nowrap">
              {figure(countOf(counts, index, 'contradicted'))}
            </Cell>
          ))}
        </Row>
      </Table>
      <p className="max-w-prose text-quiet">{t('contradictedBody')}</p>
    </Pane>
  );
}
