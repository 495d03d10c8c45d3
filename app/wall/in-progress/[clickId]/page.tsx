/** One offer of the user's: what it asks for, where the reward is, and at the bottom the way to support (R7). */
import { getLocale, getTranslations } from 'next-intl/server';
import { nothingHere } from '@/app/wall/elsewhere';
import { requireVisitor } from '@/app/wall/visitor';
import { RewardSummary } from '@/components/offers/reward-summary';
import { RewardTimeline } from '@/components/offers/reward-timeline';
import { Amount } from '@/components/ui/amount';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Time } from '@/components/ui/time';
import { PageTitle } from '@/components/wall/page-title';
import { now as wallClock } from '@/lib/foundation/clock';
import { ID_PATTERN } from '@/lib/rules/api-fields';
import { type ProgressEntry, readProgress } from '@/lib/tickets/in-progress';

export async function generateMetadata() {
  return { title: (await getTranslations('offer'))('where') };
}

type Props = { params: Promise<{ clickId: string }> };

export default async function OfferInProgress({ params }: Props) {
  const visitor = await requireVisitor();
  const clickId = decodeURIComponent((await params).clickId);
  const entry = ID_PATTERN.test(clickId) ? await readProgress(visitor.userId, clickId, wallClock()) : null;
  if (!entry) nothingHere();
  const [t, tProgress, locale] = [await getTranslations('offer'), await getTranslations('progress'), await getLocale()];
  return (
    <>
      <div className="grid gap-2">
        <PageTitle back={{ href: '/wall/in-progress', label: tProgress('title') }}>{entry.offerTitle}</PageTitle>
        <p className="text-lg">
          <Amount amount={entry.rewardTotal} currency={entry.currencyName} locale={locale} />
        </p>
        {entry.requirements && <p className="text-quiet">{entry.requirements}</p>}
      </div>
      <Card aria-labelledby="where">
        <h2 id="where" className="pb-3 font-semibold">
          {t('where')}
        </h2>
        <RewardSummary timeline={entry.timeline} />
        <RewardTimeline timeline={entry.timeline} currency={entry.currencyName} />
      </Card>
      <section id="support" className="grid scroll-mt-4 gap-3">
        <NextMove entry={entry} />
        <LinkButton wide href={`/wall/support?click=${encodeURIComponent(entry.clickId)}`}>
          {t('contact')}
        </LinkButton>
      </section>
    </>
  );
}

async function NextMove({ entry }: { entry: ProgressEntry }) {
  const [t, locale] = [await getTranslations('offer'), await getLocale()];
  if (entry.ticket) {
    return (
      <p className="text-quiet">
        {t('hasTicket', { number: entry.ticket.number })}{' '}
        <a
          href={`/wall/support/${entry.ticket.number}`}
          className="inline-flex min-h-11 items-center text-accent underline"
        >
          {t('seeTicket')}
        </a>
      </p>
    );
  }
  if (entry.timeline.status === 'ACKNOWLEDGED') return <p className="text-quiet">{t('done')}</p>;
  if (entry.phase === 'too-late') return <p className="text-quiet">{t('late')}</p>;
  const at = entry.phase === 'too-early' ? entry.opensAt : entry.closesAt;
  const date = () => <Time at={at} style="clock" locale={locale} />;
  return <p className="text-quiet">{t.rich(entry.phase === 'too-early' ? 'early' : 'open', { date })}</p>;
}
