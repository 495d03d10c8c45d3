/** The claims, for whoever has the link and for a contact alike: by when and what silence means, and each with its answers. */
import { getLocale, getTranslations } from 'next-intl/server';
import { chosenLanguage, hrefOf, one, type Query } from '@/app/advertiser/query';
import type { AtPortal } from '@/app/advertiser/visit';
import { AnswerForms } from '@/components/rechecks/answer-forms';
import { BAR } from '@/components/rechecks/bar';
import { BULK_FORM, BulkForm } from '@/components/rechecks/bulk-form';
import { AnswerGiven, ClaimState, ClaimTalk } from '@/components/rechecks/claim-answer';
import { ClaimFacts, ClaimProofs } from '@/components/rechecks/claim-facts';
import { UploadForm } from '@/components/rechecks/upload-form';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { classNames } from '@/components/ui/class-names';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import {
  CLAIM_LISTS,
  type ClaimCounts,
  type ClaimList,
  countClaims,
  listClaims,
  type PortalClaim,
} from '@/lib/rechecks/read-claims';
import { readCursor } from '@/lib/rules/cursor';

type ViewProps = { at: AtPortal; query: Query };

export async function ClaimsView({ at, query }: ViewProps) {
  const { visit, door } = at;
  const lang = chosenLanguage(query);
  const list = CLAIM_LISTS.find((name) => name === one(query, 'show')) ?? 'open';
  const after = readCursor(one(query, 'after') ?? '');
  const [counts, { shown, nextCursor }] = await Promise.all([
    countClaims(visit.scope),
    listClaims(visit.scope, list, after),
  ]);
  const t = await getTranslations('advertiser');
  const hidden: Record<string, string> = lang ? { lang } : {};
  return (
    <>
      <News query={query} />
      <Deadline counts={counts} at={at} />
      <Lists list={list} counts={counts} path={door.claims} lang={lang} />
      {list === 'open' && shown.length > 1 && <BulkForm action={`${door.api}/answers`} hidden={hidden} />}
      {shown.length === 0 ? (
        <EmptyState title={t(`empty.${list}`)}>{t(`emptyWhat.${list}`)}</EmptyState>
      ) : (
        <ul className="grid gap-4">
          {shown.map((claim) => (
            <li key={claim.id}>
              <Claim
                claim={claim}
                at={at}
                query={query}
                hidden={hidden}
                isOneOfMany={list === 'open' && shown.length > 1}
              />
            </li>
          ))}
        </ul>
      )}
      {nextCursor && (
        <div>
          <LinkButton href={hrefOf(door.claims, lang, { show: list, after: nextCursor })}>{t('more')}</LinkButton>
        </div>
      )}
      <UploadForm
        action={`${door.api}/uploads`}
        hidden={hidden}
        download={`${door.api}/claims.csv?show=${list}`}
        problem={await uploadProblem(query)}
      />
      {visit.expiresAt && <LinkEnds at={visit.expiresAt} />}
    </>
  );
}

async function News({ query }: { query: Query }) {
  const t = await getTranslations('advertiser');
  const [done, problem, claim] = [one(query, 'done'), one(query, 'problem'), one(query, 'claim') ?? ''];
  if (problem) {
    return (
      <Notice tone="bad" title={t('notDone')}>
        {t(t.has(`why.${problem}`) ? `why.${problem}` : 'why.other')}
      </Notice>
    );
  }
  if (!done || !t.has(`done.${done}`)) return null;
  const number = () => <bdi className="whitespace-nowrap">{claim}</bdi>;
  return <Notice tone="ok">{t.rich(`done.${done}`, { claim: number })}</Notice>;
}

async function uploadProblem(query: Query): Promise<string | null> {
  const [t, problem] = [await getTranslations('advertiser.csv.problem'), one(query, 'upload')];
  if (!problem) return null;
  return t(t.has(problem) ? problem : 'unreadable');
}

/** Said on top: by when, and what happens in silence. */
async function Deadline({
  counts: { open, closed, firstDueAt },
  at: { visit, now },
}: {
  counts: ClaimCounts;
  at: AtPortal;
}) {
  const [t, locale] = [await getTranslations('advertiser'), await getLocale()];
  if (!firstDueAt) return null;
  const isLate = firstDueAt < now;
  return (
    <Notice
      tone={isLate ? 'bad' : 'wait'}
      title={
        <>
          {t(isLate ? 'wasDue' : 'answerBy', { open })} <Time at={firstDueAt} style="exact" locale={locale} />
        </>
      }
    >
      <p>{t(`silence.${visit.policy}`)}</p>
      <p className="text-quiet">{t('progress', { done: closed, total: open + closed })}</p>
      <progress value={closed} max={open + closed} aria-label={t('progressName')} className={BAR} />
    </Notice>
  );
}

type ListsProps = { list: ClaimList; counts: ClaimCounts; path: string; lang: string | null };

async function Lists({ list, counts, path, lang }: ListsProps) {
  const t = await getTranslations('advertiser');
  return (
    <nav aria-label={t('lists.name')} className="flex border-b border-line">
      {CLAIM_LISTS.map((name) => (
        <a
          key={name}
          href={hrefOf(path, lang, { show: name })}
          aria-current={name === list ? 'page' : undefined}
          className={classNames(
            '-mb-px flex min-h-11 items-center gap-2 border-b-2 px-3',
            name === list ? 'border-accent font-medium text-ink' : 'border-transparent text-quiet',
          )}
        >
          {t(`lists.${name}`)} <span className="tabular-nums">{counts[name]}</span>
        </a>
      ))}
    </nav>
  );
}

/** After the deadline a word is late and still kept. */
const STILL_ANSWERED: readonly PortalClaim['status'][] = ['ASKED', 'EXPIRED'];

type ClaimProps = {
  claim: PortalClaim;
  at: AtPortal;
  query: Query;
  hidden: Record<string, string>;
  isOneOfMany: boolean;
};

async function Claim({ claim, at: { door }, query, hidden, isOneOfMany }: ClaimProps) {
  const [t, locale] = [await getTranslations('advertiser.claim'), await getLocale()];
  const screenshots = claim.screenshots.map((one) => ({ ...one, source: `${door.api}/screenshots/${one.id}` }));
  const wrong = one(query, 'claim') === claim.number ? one(query, 'problem') : null;
  return (
    <Card id={claim.number} aria-labelledby={`title-${claim.id}`} className="grid gap-4">
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h2 id={`title-${claim.id}`} className="text-lg font-semibold break-words">
            <bdi>{claim.offerTitle}</bdi>
          </h2>
          <p className="text-sm text-quiet">
            <bdi className="whitespace-nowrap tabular-nums">{claim.number}</bdi> · {t('due')}{' '}
            <Time at={claim.targetAt} style="day" locale={locale} />
          </p>
        </div>
        <ClaimState status={claim.status} answer={claim.answer} />
      </header>
      {isOneOfMany && (
        <label className="-my-2 flex min-h-11 cursor-pointer items-center gap-3">
          <input type="checkbox" name="claim" value={claim.number} form={BULK_FORM} className="size-5 shrink-0" />
          <span>{t('choose', { number: claim.number })}</span>
        </label>
      )}
      <ClaimFacts {...claim} screenshots={screenshots} />
      <ClaimProofs {...claim} screenshots={screenshots} />
      <ClaimTalk question={claim.question} said={claim.conversation} />
      <AnswerGiven {...claim} />
      {claim.answer === null && STILL_ANSWERED.includes(claim.status) && (
        <AnswerForms
          number={claim.number}
          action={`${door.api}/answers`}
          hidden={hidden}
          open={wrong === 'no-reason' ? 'not-eligible' : wrong ? 'need-more' : undefined}
        />
      )}
    </Card>
  );
}

async function LinkEnds({ at }: { at: Date }) {
  const [t, locale] = [await getTranslations('advertiser'), await getLocale()];
  return (
    <p className="max-w-prose text-sm text-quiet">
      {t.rich('linkEnds', { when: () => <Time at={at} style="day" locale={locale} /> })}
    </p>
  );
}
