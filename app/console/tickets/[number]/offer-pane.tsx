/** The offer's rules, as far as they matter for a decision, and how it has behaved. */
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { countText } from '@/components/console/count-text';
import { Pane } from '@/components/console/pane';
import { Icon } from '@/components/ui/icon';
import { durationText, instantText } from '@/components/ui/time-text';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

type PaneProps = { ticket: AgentTicket };

export function OfferPane({ ticket }: PaneProps) {
  const t = useTranslations('console');
  return (
    <Pane id="offer" title={t('ticket.offer')}>
      <p className="wrap-anywhere">
        <span className="font-medium">{ticket.offerTitle}</span>{' '}
        <span className="font-mono text-xs text-quiet">{ticket.offerKey}</span>
      </p>
      <dl className="grid gap-1.5">
        <Row label={t('offerCard.advertiser')}>{ticket.advertiserName}</Row>
        {ticket.requirements && (
          <Row label={t('offerCard.requirements')}>
            <span dir="auto" className="block whitespace-pre-wrap">
              {ticket.requirements}
            </span>
          </Row>
        )}
        <Row label={t('offerCard.countries')}>
          <Countries ticket={ticket} />
        </Row>
        <Deadlines ticket={ticket} />
        <Behaviour ticket={ticket} />
      </dl>
      <Similar ticket={ticket} />
    </Pane>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-quiet">{label}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

/** Whether it holds, with a sign and a word. */
function Verdict({ holds, children }: { holds: boolean; children: ReactNode }) {
  return (
    <span className={`inline-flex items-center gap-1 ${holds ? 'text-ok' : 'text-bad'}`}>
      <Icon name={holds ? 'check' : 'cross'} className="size-4" />
      {children}
    </span>
  );
}

const MANY_COUNTRIES = 12;

function Countries({ ticket: { countries, evidence, clickId } }: PaneProps) {
  const t = useTranslations('console.offerCard');
  if (countries.length === 0) return t('everywhere');
  const click = evidence.clicks.find(({ id }) => id === clickId) ?? evidence.clicks[0];
  const list =
    countries.length > MANY_COUNTRIES ? (
      <details>
        <summary>{t('manyCountries', { count: countries.length })}</summary>
        {countries.join(', ')}
      </details>
    ) : (
      countries.join(', ')
    );
  return (
    <>
      {list}{' '}
      {click?.country && (
        <Verdict holds={countries.includes(click.country)}>{t('clickedFrom', { country: click.country })}</Verdict>
      )}
    </>
  );
}

function Deadlines({ ticket: { evidence } }: PaneProps) {
  const t = useTranslations('console');
  const locale = useLocale();
  const [click] = evidence.clicks;
  const timed = evidence.steps.filter(({ deadline }) => deadline !== null);
  if (!click || timed.length === 0) return <Row label={t('offerCard.deadline')}>{t('offerCard.noDeadline')}</Row>;
  return (
    <Row label={t('offerCard.deadline')}>
      {timed.map(({ key, name, deadline, inTime }) => (
        <span key={key} className="block" title={instantText(deadline!, 'exact', locale, 'UTC')}>
          {name}: {durationText(deadline!.getTime() - click.clickedAt.getTime(), locale)}{' '}
          <Verdict holds={inTime === true}>{t(inTime ? 'story.inTime' : 'story.tooLate')}</Verdict>
        </span>
      ))}
    </Row>
  );
}

function Behaviour({ ticket: { offer } }: PaneProps) {
  const t = useTranslations('console.offerCard');
  const locale = useLocale();
  const { holdMinutes, denied, contradicted } = offer;
  return (
    <>
      {holdMinutes > 0 && <Row label={t('hold')}>{durationText(holdMinutes * 60_000, locale)}</Row>}
      <Row label={t('wrongDenials')}>
        {denied === 0 ? t('noDenials') : t('wrongOf', { share: contradicted / denied, contradicted, denied })}
      </Row>
    </>
  );
}

/** With this one as many as are dealt with together (lib/reports/clusters.ts). */
const TOGETHER_FROM = 4;

/** Many at once are rather a fault of the tracking than so many mistakes. */
function Similar({ ticket: { offer, offerKey } }: PaneProps) {
  const t = useTranslations('console.offerCard');
  const locale = useLocale();
  if (offer.similarNow === 0) return <p className="text-quiet">{t('noSimilar')}</p>;
  const words = `offer:"${offerKey}" age<48h status:open,pending,escalated,with-advertiser`;
  const search = new URLSearchParams({ queue: 'all', q: words });
  return (
    <p>
      <a href={`/console/tickets?${search}`} className="inline-flex min-h-6 items-center text-accent hover:underline">
        {t('similar', { count: offer.similarNow, shown: countText(offer.similarNow, locale) })}
      </a>
      {offer.similarNow >= TOGETHER_FROM && (
        <>
          {' · '}
          <a
            href={`/console/clusters/${encodeURIComponent(offerKey)}`}
            className="inline-flex min-h-6 items-center text-accent hover:underline"
          >
            {t('together')}
          </a>
        </>
      )}
    </p>
  );
}
