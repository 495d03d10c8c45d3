/** A ticket for its user, on the wall and behind the link of an e-mail: who has it, until when, what was said, what to do. */
import { getLocale, getTranslations } from 'next-intl/server';
import { RewardSummary } from '@/components/offers/reward-summary';
import { RewardTimeline } from '@/components/offers/reward-timeline';
import { DecisionBox } from '@/components/tickets/decision-box';
import type { Door } from '@/components/tickets/door-form';
import { EscalateForm } from '@/components/tickets/escalate-form';
import { ProofForm } from '@/components/tickets/proof-form';
import { Messages, WhatYouToldUs } from '@/components/tickets/ticket-details';
import { TicketPoints } from '@/components/tickets/ticket-points';
import { TicketStatus } from '@/components/tickets/ticket-status';
import { ticketStory } from '@/components/tickets/ticket-story';
import { ValidateBox } from '@/components/tickets/validate-box';
import { Amount } from '@/components/ui/amount';
import { Card } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import type { UserTicket } from '@/lib/tickets/read-ticket';

export type Told = { done?: string; problem?: string };
type TicketViewProps = { ticket: UserTicket; token: string | null; told: Told };

export async function TicketView({ ticket, token, told }: TicketViewProps) {
  const door: Door = { number: ticket.number, token };
  const { validation, decision, mayEscalateUntil, status } = ticket;
  const aboutOffer = ticket.kind !== 'ban-appeal';
  const finished = status === 'APPROVED' || status === 'CLOSED';
  return (
    <>
      <News told={told} />
      <Head ticket={ticket} />
      {validation && status !== 'CLOSED' && (
        <ValidateBox
          door={door}
          maskedAddress={ticket.maskedAddress}
          triesLeft={validation.triesLeft}
          wrong={told.problem === 'code'}
        />
      )}
      {decision && (status === 'APPROVED' || status === 'DENIED') && (
        <DecisionBox decision={decision} rewardStatus={ticket.rewardStatus} />
      )}
      {mayEscalateUntil && <EscalateForm door={door} until={mayEscalateUntil} />}
      <Card className="grid gap-5">
        <TicketPoints story={ticketStory(ticket)} />
      </Card>
      {aboutOffer && <Reward ticket={ticket} title={await whereIsIt()} />}
      <Messages messages={ticket.messages} />
      {!finished && !mayEscalateUntil && <ProofForm door={door} />}
      <WhatYouToldUs
        {...ticket}
        pictures={ticket.screenshots.map((picture) => ({ ...picture, source: source(door, picture.id) }))}
      />
    </>
  );
}

/** What just happened, or why it did not. The words are looked up: a word that we do not know says nothing. */
async function News({ told: { done, problem } }: { told: Told }) {
  const t = await getTranslations('ticket');
  if (problem && problem !== 'code') {
    return <Notice tone="bad">{t(t.has(`problem.${problem}`) ? `problem.${problem}` : 'problem.other')}</Notice>;
  }
  return done && t.has(`done.${done}`) ? <Notice tone="ok">{t(`done.${done}`)}</Notice> : null;
}

async function Head({ ticket }: { ticket: UserTicket }) {
  const [t, tAppeal, locale] = [await getTranslations('ticket'), await getTranslations('appeal'), await getLocale()];
  const who = await whoHasIt(ticket);
  return (
    <header className="grid gap-3">
      <h1 className="grid gap-1">
        <span className="text-sm text-quiet">
          {t('number')} · {t('save')}
        </span>
        <span className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <bdi className="text-2xl font-semibold sm:text-3xl tabular-nums">{ticket.number}</bdi>
          <CopyButton text={ticket.number} label={t('copy')} done={t('copied')} />
        </span>
      </h1>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <TicketStatus status={ticket.status} />
        {ticket.kind === 'ban-appeal' ? (
          <span>{tAppeal('title')}</span>
        ) : (
          <>
            <bdi className="font-medium">{ticket.offerTitle}</bdi>
            <Amount amount={ticket.rewardTotal} currency={ticket.currencyName} locale={locale} />
          </>
        )}
      </p>
      {who && (
        <p>
          {who} <Until ticket={ticket} locale={locale} />
        </p>
      )}
    </header>
  );
}

/** When it is decided, the answer below says everything. */
async function whoHasIt({ status, decision, closedReason, withAdvertiser }: UserTicket): Promise<string | null> {
  if (decision && (status === 'APPROVED' || status === 'DENIED')) return null;
  const t = await getTranslations('ticket');
  if (withAdvertiser) {
    const { day, of } = withAdvertiser;
    return t(day > of ? 'withAdvertiserLate' : 'withAdvertiser', { day, of });
  }
  if (status !== 'CLOSED') return t(`who.${status}`);
  const known = closedReason && t.has(`closedReason.${closedReason}`);
  return t(`closedReason.${known ? closedReason : 'other'}`);
}

async function Until({ ticket: { status, opensAt, breachAt }, locale }: { ticket: UserTicket; locale: string }) {
  const t = await getTranslations('ticket');
  if (status === 'AWAITING_24H')
    return t.rich('opensAt', { when: () => <Time at={opensAt} style="clock" locale={locale} /> });
  if (breachAt && (status === 'OPEN' || status === 'ESCALATED')) {
    return t.rich('answerBy', { date: () => <Time at={breachAt} style="clock" locale={locale} /> });
  }
  return null;
}

async function whereIsIt(): Promise<string> {
  return (await getTranslations('offer'))('where');
}

function Reward({ ticket, title }: { ticket: UserTicket; title: string }) {
  return (
    <Card aria-labelledby="where">
      <h2 id="where" className="pb-3 font-semibold">
        {title}
      </h2>
      <RewardSummary timeline={ticket.timeline} />
      <RewardTimeline timeline={ticket.timeline} currency={ticket.currencyName} />
    </Card>
  );
}

function source({ number, token }: Door, id: string): string {
  const query = token ? `?${new URLSearchParams({ ticket: number, k: token })}` : '';
  return `/api/wall/screenshots/${id}${query}`;
}
