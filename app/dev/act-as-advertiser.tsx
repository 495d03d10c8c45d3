/** Every step of the latest clicks, with what the advertiser can say about it; and the answer of our own door. */
import { Section } from '@/app/dev/section';
import { RewardStatusChip, TicketStatusChip } from '@/components/console/ticket-status';
import { Amount, Money } from '@/components/ui/amount';
import { Button, LinkButton } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import type { DemoClick, DemoReceipt, DemoStep } from '@/lib/reports/demo-clicks';

export type AdvertiserNews = {
  /** The click that the news are about. */
  click: string | null;
  receipt: DemoReceipt | null;
  problem: string | null;
  daysPassed: number | null;
};

type Props = { clicks: DemoClick[]; user: string | null; news: AdvertiserNews; now: Date };

export function ActAsAdvertiser({ clicks, user, news, now }: Props) {
  const isShown = clicks.some(({ id }) => id === news.click);
  return (
    <Section id="advertiser" title="Act as the advertiser, or let time pass">
      <p className="max-w-prose text-quiet">
        Confirm, Hold and Take back send a correctly signed postback over HTTP to the advertiser’s own address. The
        worker matches it within a second; reload to see what became of it. Letting a day pass pushes the start of an
        offer, and of its ticket, into the past.
      </p>
      <form method="get" action="/dev#advertiser" className="flex flex-wrap items-end gap-3">
        <Field id="of-user" label="Clicks of the player">
          <Input id="of-user" name="user" defaultValue={user ?? ''} placeholder="everybody" maxLength={128} />
        </Field>
        <Button>Show</Button>
        {user && <LinkButton href="/dev#advertiser">Everybody</LinkButton>}
      </form>
      {!isShown && <News {...news} />}
      {clicks.length === 0 && <p>No clicks yet: open the wall and start an offer.</p>}
      <ul className="grid gap-3">
        {clicks.map((click) => (
          <Click key={click.id} click={click} user={user} news={click.id === news.click ? news : null} now={now} />
        ))}
      </ul>
    </Section>
  );
}

type ClickProps = { click: DemoClick; user: string | null; news: AdvertiserNews | null; now: Date };

function Click({ click, user, news, now }: ClickProps) {
  const { id, offerTitle, advertiser, game, clickedAt, ticket, steps, currencyName } = click;
  return (
    <li className="grid gap-3 rounded-box border border-line bg-raised p-4">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="font-medium">{offerTitle}</h3>
        <span className="text-quiet">
          {click.user} in {game}, started <Time at={clickedAt} now={now} locale="en" /> · {advertiser}
        </span>
        {ticket && (
          <a href={`/console/tickets/${ticket.number}`} className="text-accent underline">
            {ticket.number}
          </a>
        )}
        {ticket && <TicketStatusChip status={ticket.status} />}
      </div>
      {news && <News {...news} />}
      <ul className="grid gap-2">
        {steps.map((step) => (
          <Step key={step.key} click={id} user={user} step={step} currency={currencyName} />
        ))}
      </ul>
      <LetDaysPass click={id} user={user} title={`${offerTitle} of ${click.user}`} />
    </li>
  );
}

type StepProps = { click: string; user: string | null; step: DemoStep; currency: string };

function Step({ click, user, step, currency }: StepProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line pt-2">
      <span className="min-w-48 flex-1">
        {step.name} <span className="text-quiet">·</span>{' '}
        <Amount amount={step.reward} currency={currency} locale="en" />{' '}
        <span className="text-quiet">
          (<Money micros={step.payoutMicros} />)
        </span>
      </span>
      <RewardStatusChip status={step.status} />
      <form method="post" action="/api/dev/postback" className="flex flex-wrap gap-2">
        <input type="hidden" name="click" value={click} />
        <input type="hidden" name="task" value={step.key} />
        {user && <input type="hidden" name="user" value={user} />}
        <Say state="COMPLETED" label="Confirm" step={step.name} />
        <Say state="PENDING" label="Hold" step={step.name} />
        <Say state="RECONCILED" label="Take back" step={step.name} />
      </form>
    </li>
  );
}

function Say({ state, label, step }: { state: string; label: string; step: string }) {
  return (
    <Button size="dense" name="state" value={state} aria-label={`${label}: ${step}`}>
      {label}
    </Button>
  );
}

function LetDaysPass({ click, user, title }: { click: string; user: string | null; title: string }) {
  return (
    <form method="post" action="/api/dev/days" className="flex flex-wrap justify-end gap-2 border-t border-line pt-2">
      <input type="hidden" name="click" value={click} />
      {user && <input type="hidden" name="user" value={user} />}
      <Button size="dense" name="days" value="1" aria-label={`Let a day pass: ${title}`}>
        Let a day pass
      </Button>
      <Button size="dense" name="days" value="30" aria-label={`Let 30 days pass: ${title}`}>
        30 days
      </Button>
    </form>
  );
}

const OUTCOMES: Record<string, string> = {
  recorded: 'Recorded: a confirmation is on file and being matched.',
  duplicate: 'Duplicate: the same postback came before, and changes nothing.',
  unmatched: 'Unmatched: kept until its click arrives.',
};

function News({ receipt, problem, daysPassed }: AdvertiserNews) {
  if (problem) return <Notice tone="bad">{problem}</Notice>;
  if (daysPassed !== null) return <Notice tone="ok">{days(daysPassed)} passed for this offer.</Notice>;
  if (!receipt) return null;
  if (receipt.outcome === 'refused') {
    return <Notice tone="bad" title={`Refused: ${receipt.code}`}>{`${receipt.detail} The receipt is kept.`}</Notice>;
  }
  const about = `${receipt.state} for “${receipt.taskKey}”`;
  return (
    <Notice tone="ok" title={about}>
      {OUTCOMES[receipt.outcome] ?? receipt.outcome}
    </Notice>
  );
}

function days(count: number): string {
  return count === 1 ? 'One day' : `${count} days`;
}
