/** What became of answers that came together: counts on top, row by row below, and all of it as a file. */

import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { chosenLanguage, hrefOf, one, type Query } from '@/app/advertiser/query';
import { type AtPortal, linkOver } from '@/app/advertiser/visit';
import { BAR } from '@/components/rechecks/bar';
import { LookAgain } from '@/components/rechecks/look-again';
import { LinkButton } from '@/components/ui/button';
import type { IconName } from '@/components/ui/icon';
import { Notice } from '@/components/ui/notice';
import { StatusChip, type Tone } from '@/components/ui/status-chip';
import type { LineOutcome } from '@/lib/rechecks/answer-claims';
import { type AnswerReport, type ReportLine, readAnswerReport, readReportLines } from '@/lib/rechecks/answer-report';
import { UUID } from '@/lib/rules/api-fields';

type ReportProps = { at: AtPortal; batch: string; query: Query };

const LINES = 100;

export async function ReportView({ at: { visit, door }, batch, query }: ReportProps) {
  const report = UUID.test(batch) ? await readAnswerReport(visit.scope, batch) : null;
  if (!report) redirect(linkOver('over'));
  const lang = chosenLanguage(query);
  const after = Number(/^\d{1,6}$/.exec(one(query, 'after') ?? '')?.[0] ?? 0);
  const lines = await readReportLines(batch, after, LINES);
  const t = await getTranslations('advertiser.report');
  const here = `${door.pages}/answers/${batch}`;
  return (
    <>
      <Progress report={report} here={hrefOf(here, lang)} />
      <Counts report={report} />
      <Lines lines={lines} />
      <div className="flex flex-wrap gap-3">
        {lines.length === LINES && (
          <LinkButton href={hrefOf(here, lang, { after: String(lines.at(-1)!.line) })}>{t('more')}</LinkButton>
        )}
        <LinkButton href={`${door.api}/answers/${batch}/report.csv`} download>
          {t('download')}
        </LinkButton>
        <LinkButton look="primary" href={hrefOf(door.claims, lang)}>
          {t('back')}
        </LinkButton>
      </div>
    </>
  );
}

async function Progress({ report: { finishedAt, done, total }, here }: { report: AnswerReport; here: string }) {
  const t = await getTranslations('advertiser.report');
  if (finishedAt) return <Notice tone="ok">{t('finished', { total })}</Notice>;
  return (
    <>
      <LookAgain afterMs={3_000} />
      <Notice tone="wait" title={t('running', { done, total })}>
        <progress value={done} max={total} aria-label={t('progress')} className={BAR} />
        <p className="text-quiet">{t('goesOn')}</p>
        <p>
          <a href={here} className="inline-flex min-h-11 items-center text-accent underline">
            {t('again')}
          </a>
        </p>
      </Notice>
    </>
  );
}

const LOOKS: Record<LineOutcome, { tone: Tone; icon: IconName }> = {
  recorded: { tone: 'ok', icon: 'check' },
  duplicate: { tone: 'plain', icon: 'copy' },
  late: { tone: 'wait', icon: 'clock' },
  left: { tone: 'plain', icon: 'dotted' },
  refused: { tone: 'bad', icon: 'cross' },
};
const OUTCOMES = Object.keys(LOOKS) as LineOutcome[];

async function Counts({ report: { counts } }: { report: AnswerReport }) {
  const t = await getTranslations('advertiser.report');
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:flex sm:flex-wrap sm:gap-x-8">
      {OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) => (
        <div key={outcome} className="max-w-64">
          <dt>
            <StatusChip {...LOOKS[outcome]}>{t(`outcome.${outcome}`)}</StatusChip>
          </dt>
          <dd>
            <span className="text-xl font-semibold tabular-nums">{counts[outcome]}</span>
            <p className="text-sm text-quiet">{t(`means.${outcome}`)}</p>
          </dd>
        </div>
      ))}
    </dl>
  );
}

async function Lines({ lines }: { lines: readonly ReportLine[] }) {
  const [t, tAll] = [await getTranslations('advertiser.report'), await getTranslations('advertiser')];
  return (
    <table className="w-full text-start">
      <caption className="sr-only">{t('lines')}</caption>
      <thead className="text-sm text-quiet">
        <tr className="border-b border-line">
          {(['line', 'claim', 'result'] as const).map((name) => (
            <th key={name} scope="col" className="py-2 pe-4 text-start font-medium">
              {t(name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ line, number, answer, reason, outcome, code }) => (
          <tr key={line} className="border-b border-line align-top">
            <td className="py-2 pe-4 tabular-nums">{line}</td>
            <td className="py-2 pe-4">
              <bdi className={number.startsWith('MG-') ? 'whitespace-nowrap' : 'break-all'}>{number || '–'}</bdi>
              {answer && (
                <p className="text-sm text-quiet">
                  {tAll(`answer.${answer}`)}
                  {reason && `: ${tAll(`answer.reasons.${reason}`)}`}
                </p>
              )}
            </td>
            <td className="py-2">
              {outcome ? <StatusChip {...LOOKS[outcome]}>{t(`outcome.${outcome}`)}</StatusChip> : t('waiting')}
              {code && <p className="text-sm">{tAll(tAll.has(`why.${code}`) ? `why.${code}` : 'why.other')}</p>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
