/** Missing Rewards? (R3, R7, R8, R9): the form, or why there is none. */
import { redirect } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { nothingHere } from '@/app/wall/elsewhere';
import { formProblems } from '@/app/wall/support/new/form-problems';
import { TicketForm } from '@/app/wall/support/new/ticket-form';
import { requireVisitor } from '@/app/wall/visitor';
import { Warnings } from '@/components/tickets/form/warnings';
import { Amount } from '@/components/ui/amount';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { PageTitle } from '@/components/wall/page-title';
import { now as wallClock } from '@/lib/foundation/clock';
import { ID_PATTERN } from '@/lib/rules/api-fields';
import { isRefusal, type Refusal } from '@/lib/rules/refusal';
import { readForm } from '@/lib/tickets/read-form';

export async function generateMetadata() {
  return { title: (await getTranslations('form'))('title') };
}

type Props = { searchParams: Promise<{ click?: string; retry?: string; problem?: string }> };

export default async function NewTicket({ searchParams }: Props) {
  const visitor = await requireVisitor();
  const { click, retry, problem } = await searchParams;
  if (visitor.banned) redirect('/wall/support/appeal');
  if (!ID_PATTERN.test(String(click))) nothingHere();
  const facts = await readForm(visitor.userId, String(click), wallClock());
  if (isRefusal(facts)) return <NoForm refusal={facts} />;
  const [t, tSupport, locale] = [await getTranslations('form'), await getTranslations('support'), await getLocale()];
  const { entry, draft } = facts;
  const problems = retry ? formProblems(facts, draft?.fields ?? {}) : {};
  return (
    <>
      <PageTitle back={{ href: '/wall/support', label: tSupport('title') }}>{t('title')}</PageTitle>
      <p className="flex flex-wrap items-baseline justify-between gap-x-4 text-lg">
        <bdi className="font-medium">{entry.offerTitle}</bdi>
        <Amount amount={entry.rewardTotal} currency={entry.currencyName} locale={locale} />
      </p>
      {retry && <ComeBack problem={problem} />}
      {entry.phase === 'too-early' && <TooEarly opensAt={entry.opensAt} locale={locale} />}
      <Warnings warnings={facts.warnings} />
      <TicketForm facts={facts} problems={problems} />
    </>
  );
}

const NAMED = ['too-many', 'too-late', 'ticket-exists', 'user-banned', 'screenshots', 'too-large'];

async function ComeBack({ problem = 'malformed' }: { problem?: string }) {
  const t = await getTranslations('form');
  const named = NAMED.includes(problem) ? t(`problem.${problem}`) : null;
  const why = named ?? (problem === 'malformed' ? null : t('problem.other'));
  return (
    <Notice tone="bad" title={t('refusedTitle')}>
      {why && <p>{why}</p>}
      <p>{t('refused')}</p>
    </Notice>
  );
}

async function TooEarly({ opensAt, locale }: { opensAt: Date; locale: string }) {
  const t = await getTranslations('form');
  const date = () => <Time at={opensAt} style="clock" locale={locale} />;
  return (
    <Notice tone="wait" title={t.rich('tooEarlyTitle', { date })}>
      {t('tooEarly')}
    </Notice>
  );
}

async function NoForm({ refusal }: { refusal: Refusal }) {
  if (refusal.refused === 'ticket-exists') redirect(`/wall/support/${refusal.details?.number}`);
  if (refusal.refused !== 'too-late') nothingHere();
  const t = await getTranslations('form');
  const back = <LinkButton href="/wall/support">{t('closed.toSupport')}</LinkButton>;
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <EmptyState title={t('closed.title')} action={back}>
        {t('problem.too-late')}
      </EmptyState>
    </>
  );
}
