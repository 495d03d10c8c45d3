import { useTranslations } from 'next-intl';
import { durationText } from '@/components/offers/duration-text';
import { Amount } from '@/components/ui/amount';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';

type Offer = {
  key: string;
  title: string;
  requirements: string | null;
  tasks: { key: string; name: string; rewardAmount: bigint; ttcMinutes: number | null }[];
  rewardTotal: bigint;
  clickId: string | null;
};
type OfferCardProps = { offer: Offer; currency: string; locale: string; mayStart: boolean };

export function OfferCard({ offer, currency, locale, mayStart }: OfferCardProps) {
  const t = useTranslations('offers');
  return (
    <Card className="grid gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="text-lg font-medium">
          <bdi>{offer.title}</bdi>
        </h2>
        <Amount amount={offer.rewardTotal} currency={currency} locale={locale} />
      </div>
      {offer.requirements && <p className="text-quiet">{offer.requirements}</p>}
      {offer.tasks.length > 1 && <Steps tasks={offer.tasks} currency={currency} locale={locale} />}
      {offer.clickId ? (
        <LinkButton
          href={`/wall/in-progress/${encodeURIComponent(offer.clickId)}`}
          aria-label={`${t('startedAlready')}: ${offer.title}`}
        >
          {t('startedAlready')}
        </LinkButton>
      ) : (
        mayStart && (
          <LinkButton
            look="primary"
            href={`/click/${encodeURIComponent(offer.key)}`}
            aria-label={`${t('start')}: ${offer.title}`}
          >
            {t('start')}
          </LinkButton>
        )
      )}
    </Card>
  );
}

function Steps({ tasks, currency, locale }: Pick<OfferCardProps, 'currency' | 'locale'> & Pick<Offer, 'tasks'>) {
  const t = useTranslations('offers');
  return (
    <details>
      <summary className="min-h-11 content-center text-accent">{t('steps', { count: tasks.length })}</summary>
      <ol className="grid gap-1.5 pb-1">
        {tasks.map(({ key, name, rewardAmount, ttcMinutes }) => (
          <li key={key} className="flex flex-wrap justify-between gap-x-4 text-sm">
            <span>
              <bdi>{name}</bdi>
              {ttcMinutes !== null && (
                <span className="text-quiet"> · {t('within', { duration: durationText(ttcMinutes, locale) })}</span>
              )}
            </span>
            <Amount amount={rewardAmount} currency={currency} locale={locale} />
          </li>
        ))}
      </ol>
    </details>
  );
}
