/** Support Status (R7): the offers a ticket can be about, and the tickets there are. */
import { getLocale, getTranslations } from 'next-intl/server';
import { requireVisitor } from '@/app/wall/visitor';
import { TicketStatus } from '@/components/tickets/ticket-status';
import { Amount } from '@/components/ui/amount';
import { classNames } from '@/components/ui/class-names';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { PageTitle } from '@/components/wall/page-title';
import { now as wallClock } from '@/lib/foundation/clock';
import { listInProgress, type ProgressEntry } from '@/lib/tickets/in-progress';
import { listUserTickets } from '@/lib/tickets/read-ticket';

export async function generateMetadata() {
  return { title: (await getTranslations('support'))('title') };
}

type Props = { searchParams: Promise<{ click?: string; problem?: string }> };

export default async function Support({ searchParams }: Props) {
  const visitor = await requireVisitor();
  const [t, tForm, now, { click, problem }] = [
    await getTranslations('support'),
    await getTranslations('form.problem'),
    wallClock(),
    await searchParams,
  ];
  const [entries, tickets] = await Promise.all([listInProgress(visitor.userId, now), listUserTickets(visitor.userId)]);
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      {problem && <Notice tone="bad">{tForm(problem === 'too-large' ? 'too-large' : 'other')}</Notice>}
      <section className="grid gap-2" aria-labelledby="offers">
        <h2 id="offers" className="font-semibold">
          {t('offers')}
        </h2>
        {entries.length === 0 && <EmptyState title={t('noOffersTitle')}>{t('noOffers')}</EmptyState>}
        <ul>
          {chosenFirst(entries, click).map((entry) => (
            <li
              key={entry.clickId}
              className={classNames('border-b border-line', entry.clickId === click && 'bg-accent-fill')}
            >
              <OfferLine entry={entry} now={now} />
            </li>
          ))}
        </ul>
      </section>
      <section className="grid gap-2" aria-labelledby="tickets">
        <h2 id="tickets" className="font-semibold">
          {t('tickets')}
        </h2>
        {tickets.length === 0 && <p className="text-quiet">{t('noTickets')}</p>}
        <ul>
          {tickets.map((ticket) => (
            <li key={ticket.number} className="border-b border-line">
              <TicketLine ticket={ticket} now={now} />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

/** The offer that the person came from stands first. */
function chosenFirst(entries: ProgressEntry[], click: string | undefined): ProgressEntry[] {
  return [...entries].sort((a, b) => Number(b.clickId === click) - Number(a.clickId === click));
}

async function OfferLine({ entry, now }: { entry: ProgressEntry; now: Date }) {
  const [t, locale] = [await getTranslations('support'), await getLocale()];
  const { ticket, clickId, offerTitle, phase, opensAt } = entry;
  const when = () => <Time at={opensAt} now={now} locale={locale} />;
  return (
    <div className="flex items-center justify-between gap-4 px-2 py-1.5">
      <div className="min-w-0 flex-1">
        <h3 className="font-medium">
          <bdi>{offerTitle}</bdi>
        </h3>
        <p className="text-sm text-quiet">
          <Amount amount={entry.rewardTotal} currency={entry.currencyName} locale={locale} />
          {phase === 'too-early' && !ticket && <> · {t.rich('opensIn', { when })}</>}
        </p>
      </div>
      {ticket && (
        <SupportLink href={`/wall/support/${ticket.number}`}>{t('seeTicket', { number: ticket.number })}</SupportLink>
      )}
      {entry.unclaimed.length > 0 && (
        <SupportLink
          href={`/wall/support/new?click=${encodeURIComponent(clickId)}`}
          name={t('missingFor', { offer: offerTitle })}
        >
          {t('missing')}
        </SupportLink>
      )}
    </div>
  );
}

function SupportLink({ href, name, children }: { href: string; name?: string; children: string }) {
  return (
    <a href={href} aria-label={name} className="inline-flex min-h-11 shrink-0 items-center text-accent underline">
      {children}
    </a>
  );
}

type TicketLineProps = { ticket: Awaited<ReturnType<typeof listUserTickets>>[number]; now: Date };

async function TicketLine({ ticket, now }: TicketLineProps) {
  const [t, tAppeal, locale] = [await getTranslations('support'), await getTranslations('appeal'), await getLocale()];
  const when = () => <Time at={ticket.openedAt} now={now} locale={locale} />;
  return (
    <a href={`/wall/support/${ticket.number}`} className="grid gap-1 px-2 py-3 hover:bg-raised">
      <span className="flex flex-wrap items-center justify-between gap-2">
        <span className="font-medium">
          {ticket.kind === 'ban-appeal' ? tAppeal('title') : <bdi>{ticket.offerTitle}</bdi>}
        </span>
        <TicketStatus status={ticket.status} />
      </span>
      <span className="text-sm text-quiet tabular-nums">
        <bdi>{ticket.number}</bdi> · {t.rich('opened', { when })}
      </span>
    </a>
  );
}
