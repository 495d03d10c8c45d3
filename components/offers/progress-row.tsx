/** One thing per row: what, how much, where it stands, what the person can do. */
import { useTranslations } from 'next-intl';
import { daysLeft, whereItStands } from '@/components/offers/where-it-stands';
import { Amount } from '@/components/ui/amount';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import type { Tone } from '@/components/ui/status-chip';
import { Time } from '@/components/ui/time';
import type { RewardTimeline } from '@/lib/rules/timeline';

type Entry = {
  clickId: string;
  offerTitle: string;
  startedAt: Date;
  closesAt: Date;
  rewardTotal: bigint;
  currencyName: string;
  timeline: RewardTimeline;
  ticket: { number: string } | null;
};

const COLOURS: Record<Tone, string> = {
  ok: 'text-ok',
  wait: 'text-wait',
  bad: 'text-bad',
  info: 'text-info',
  plain: 'text-quiet',
};

export function ProgressRow({ entry, now, locale }: { entry: Entry; now: Date; locale: string }) {
  const t = useTranslations('progress');
  const { word, step, tone, icon } = whereItStands(entry.timeline);
  const detail = `/wall/in-progress/${encodeURIComponent(entry.clickId)}`;
  const when = () => <Time at={entry.startedAt} now={now} locale={locale} />;
  return (
    <article className="relative grid gap-1 py-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="text-lg font-medium">
          <a href={detail} className="after:absolute after:inset-0">
            <bdi>{entry.offerTitle}</bdi>
          </a>
        </h2>
        <Amount amount={entry.rewardTotal} currency={entry.currencyName} locale={locale} />
      </div>
      <p className={classNames('flex gap-1.5', COLOURS[tone])}>
        <Icon name={icon} className="mt-0.5" />
        <span>{t(`stands.${word}`, { step })}</span>
      </p>
      <p className="text-sm text-quiet">
        {t.rich('started', { when })} · {t('daysLeft', { days: daysLeft(entry.closesAt, now) })}
      </p>
      <p className="relative justify-self-start">
        {entry.ticket ? (
          <ActionLink href={`/wall/support/${entry.ticket.number}`}>
            {t('ticket', { number: entry.ticket.number })}
          </ActionLink>
        ) : (
          word !== 'ACKNOWLEDGED' && <ActionLink href={`${detail}#support`}>{t('missing')}</ActionLink>
        )}
      </p>
    </article>
  );
}

function ActionLink({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} className="-ms-1 inline-flex min-h-11 items-center text-accent">
      <Icon name="next" />
      {children}
    </a>
  );
}
