/** One step of the ticket, from the advertiser's word to the game's answer: what came, what was refused, what is missing. */
import { useLocale, useTranslations } from 'next-intl';
import { CallbackList } from '@/app/console/tickets/[number]/callback-list';
import { ConfirmationLine } from '@/app/console/tickets/[number]/confirmation-line';
import { ReceiptList } from '@/app/console/tickets/[number]/receipt-list';
import { Facts, type PointLook, StoryPoint } from '@/app/console/tickets/[number]/story-point';
import { RewardStatusChip } from '@/components/console/ticket-status';
import { Money } from '@/components/ui/amount';
import { Time } from '@/components/ui/time';
import { durationText } from '@/components/ui/time-text';
import { formatReward } from '@/lib/rules/reward-words';
import type { TimelinePoint } from '@/lib/rules/timeline';
import type { EvidenceStep } from '@/lib/tickets/agent-evidence';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

type StepProps = { step: EvidenceStep; ticket: AgentTicket; now: Date; mayReplay: boolean };

export function StoryStep({ step, ticket, now, mayReplay }: StepProps) {
  const { confirmations, refused, callbacks, steps } = ticket.evidence;
  const isOnly = steps.length === 1;
  const mine = { key: step.key };
  const words = confirmations.filter(({ taskKey }) => taskKey === mine.key);
  const turnedAway = refused.filter(({ taskKey }) => taskKey === mine.key || (isOnly && taskKey === null));
  const told = callbacks.filter(({ taskKey }) => taskKey === mine.key);
  return (
    <StoryPoint look={lookOf(step)}>
      <Heading step={step} currency={ticket.currencyName} />
      {words.map((confirmation) => (
        <ConfirmationLine key={confirmation.id} confirmation={confirmation} />
      ))}
      {words.length === 0 && confirmations.length === 0 && <NothingConfirmed />}
      {turnedAway.length > 0 && <ReceiptList receipts={turnedAway} mayReplay={mayReplay} />}
      {told.length > 0 && <CallbackList callbacks={told} now={now} />}
      <Missing step={step} ticket={ticket} hasCallback={told.length > 0} now={now} />
    </StoryPoint>
  );
}

function lookOf({ points }: EvidenceStep): PointLook {
  if (points.some(({ state }) => state === 'bad')) return 'bad';
  return points.every(({ state }) => state === 'done') ? 'done' : 'current';
}

function Heading({ step, currency }: { step: EvidenceStep; currency: string }) {
  const t = useTranslations('console');
  const locale = useLocale();
  return (
    <Facts>
      <bdi className="font-medium">{step.name}</bdi>
      <bdi className="tabular-nums">
        {formatReward(step.rewardAmount, currency, locale)} (<Money micros={step.payoutMicros} />)
      </bdi>
      <span className="self-center">
        <RewardStatusChip status={step.status} />
      </span>
      {step.deadline && (
        <span className={step.inTime ? 'text-quiet' : 'text-bad'}>
          {t.rich('evidence.deadline', { when: () => <Time at={step.deadline!} style="clock" locale={locale} /> })}
          {' · '}
          {t(step.inTime ? 'story.inTime' : 'story.tooLate')}
        </span>
      )}
    </Facts>
  );
}

function NothingConfirmed() {
  const t = useTranslations('console.evidence');
  return <p className="text-quiet">{t('noConfirmations')}</p>;
}

type MissingProps = { step: EvidenceStep; ticket: AgentTicket; hasCallback: boolean; now: Date };

/** What is still to come, and who is waited for, with how long that usually takes. */
function Missing({ step, ticket, hasCallback, now }: MissingProps) {
  const t = useTranslations('console.story');
  const open = step.points.filter(({ state, kind }) => isOpen(state) && !(hasCallback && isTold(kind)));
  if (open.length === 0) return null;
  return (
    <ul className="grid gap-0.5">
      {open.map((point) => (
        <StoryPoint key={point.kind} look={point.state}>
          <Facts>
            <span>{t(`missing.${point.kind}`)}</span>
            {point.state === 'current' && step.waitingFor !== 'nobody' && (
              <span className="text-wait">{t(`waiting.${step.waitingFor}`)}</span>
            )}
            {point.state === 'current' && step.waitingFor === 'advertiser' && (
              <Usually step={step} ticket={ticket} now={now} />
            )}
          </Facts>
        </StoryPoint>
      ))}
    </ul>
  );
}

function isOpen(state: TimelinePoint['state']): boolean {
  return state === 'current' || state === 'later';
}

/** The list of callbacks says it better. */
function isTold(kind: TimelinePoint['kind']): boolean {
  return kind === 'sent' || kind === 'answered' || kind === 'held';
}

function Usually({ step, ticket, now }: Omit<MissingProps, 'hasCallback'>) {
  const t = useTranslations('console.story');
  const locale = useLocale();
  const usual = ticket.offer.usualDelays.find(({ taskKey }) => taskKey === step.key);
  const click = ticket.evidence.clicks.find(({ id }) => id === ticket.clickId) ?? ticket.evidence.clicks[0];
  if (!usual || !click) return null;
  const usualAt = new Date(click.clickedAt.getTime() + usual.medianMs);
  return (
    <span className="text-quiet">
      {t('usually', { time: durationText(usual.medianMs, locale), count: usual.known })}{' '}
      {usualAt <= now
        ? t('usuallyOver')
        : t.rich('usuallyUntil', { when: () => <Time at={usualAt} now={now} locale={locale} /> })}
    </span>
  );
}
