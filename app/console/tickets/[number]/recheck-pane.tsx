/** A ticket and its advertiser: where it stands, both clocks, the letters, the answer, and a conversation of its own. */
import { useLocale, useTranslations } from 'next-intl';
import type { Flash } from '@/app/console/flash';
import { ActionForm } from '@/app/console/tickets/[number]/action-panel';
import { AnswerBox } from '@/app/console/tickets/[number]/recheck-answer';
import { RecheckLetters } from '@/app/console/tickets/[number]/recheck-letters';
import { Line, mayAskAdvertiser } from '@/app/console/tickets/[number]/recheck-panel';
import { RecheckTalk } from '@/app/console/tickets/[number]/recheck-talk';
import { Pane } from '@/components/console/pane';
import { Button } from '@/components/ui/button';
import type { IconName } from '@/components/ui/icon';
import { Notice } from '@/components/ui/notice';
import { StatusChip, type Tone } from '@/components/ui/status-chip';
import { Time } from '@/components/ui/time';
import { durationText } from '@/components/ui/time-text';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { type DeskRechecks, freeDays, type TicketRecheck } from '@/lib/rechecks/read-rechecks';
import { can } from '@/lib/rules/permissions';
import { RECHECK_BREACH_DAYS, RECHECK_TARGET_DAYS } from '@/lib/rules/recheck-schedule';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

type PaneProps = { ticket: AgentTicket; agent: SignedInAgent; rechecks: DeskRechecks; flash: Flash | null };

export function RecheckPane({ ticket, agent, rechecks, flash }: PaneProps) {
  const t = useTranslations('console.recheck');
  const [latest, ...earlier] = rechecks.rechecks;
  if (!latest) return null;
  const mayAct = can(agent.role, 'rechecks:ask');
  const refused = isOurs(flash) && !mayAskAdvertiser(ticket, agent);
  return (
    <Pane id="recheck" title={t('title', { name: rechecks.terms.name })}>
      {refused && <Notice tone="wait">{flash!.message}</Notice>}
      <Standing recheck={latest} />
      {latest.question && <Question>{latest.question}</Question>}
      {latest.answer && <AnswerBox recheck={latest} ticket={ticket} />}
      {latest.status === 'ASKED' && <Clocks recheck={latest} rechecks={rechecks} />}
      <RecheckLetters recheck={latest} ticket={ticket} mayAct={mayAct} />
      <RecheckTalk recheck={latest} rechecks={rechecks} ticket={ticket} agent={agent} flash={flash} />
      {latest.status === 'ASKED' && mayAct && !ticket.desk.intent && <Withdraw ticket={ticket} />}
      {earlier.length > 0 && <Earlier rechecks={earlier} ticket={ticket} />}
    </Pane>
  );
}

function isOurs(flash: Flash | null): boolean {
  return flash?.typed.box?.startsWith('recheck') ?? false;
}

const LOOKS: Record<Exclude<TicketRecheck['status'], 'ASKED' | 'ANSWERED'>, [Tone, IconName]> = {
  SETTLED: ['plain', 'check'],
  EXPIRED: ['bad', 'warning'],
  WITHDRAWN: ['plain', 'undo'],
};

function Standing({ recheck }: { recheck: TicketRecheck }) {
  const t = useTranslations('console.recheck');
  const locale = useLocale();
  const by = recheck.askedBy ?? t('byRule');
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <StandingChip recheck={recheck} />
      <span className="text-quiet">
        {t.rich('askedBy', { who: by, when: () => <Time at={recheck.askedAt} style="clock" locale={locale} /> })}
      </span>
    </div>
  );
}

function StandingChip({ recheck: { status, answer, day, sentAt } }: { recheck: TicketRecheck }) {
  const t = useTranslations('console.recheck');
  if (status === 'ANSWERED' && answer) {
    const [tone, icon] = ANSWER_LOOKS[answer];
    return (
      <StatusChip tone={tone} icon={icon}>
        {t(`answer.${answer}`)}
      </StatusChip>
    );
  }
  if (status !== 'ASKED' && status !== 'ANSWERED') {
    const [tone, icon] = LOOKS[status];
    return (
      <StatusChip tone={tone} icon={icon}>
        {t(`status.${status}`)}
      </StatusChip>
    );
  }
  if (!sentAt) {
    return (
      <StatusChip tone="plain" icon="clock">
        {t('gathering')}
      </StatusChip>
    );
  }
  const tone = day > RECHECK_BREACH_DAYS ? 'bad' : day > RECHECK_TARGET_DAYS ? 'wait' : 'info';
  return (
    <StatusChip tone={tone} icon="clock">
      {t(day > RECHECK_TARGET_DAYS ? 'dayLate' : 'day', { day, of: RECHECK_TARGET_DAYS })}
    </StatusChip>
  );
}

const ANSWER_LOOKS: Record<NonNullable<TicketRecheck['answer']>, [Tone, IconName]> = {
  eligible: ['ok', 'check'],
  'not-eligible': ['bad', 'cross'],
  'need-more': ['wait', 'question'],
};

function Question({ children }: { children: string }) {
  return (
    <blockquote dir="auto" className="border-s-2 border-edge ps-3 break-words whitespace-pre-line">
      {children}
    </blockquote>
  );
}

/** Theirs runs, ours rests. */
function Clocks({ recheck, rechecks: { terms, resting } }: { recheck: TicketRecheck; rechecks: DeskRechecks }) {
  const t = useTranslations('console.recheck');
  const locale = useLocale();
  const day = (at: Date) => <Time at={at} style="clock" locale={locale} />;
  const free = freeDays(terms, recheck.startsAt, recheck.breachAt);
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5">
      {!recheck.sentAt && <Line label={t('goesOut')}>{day(recheck.startsAt)}</Line>}
      <Line label={t('goal')}>{day(recheck.targetAt)}</Line>
      <Line label={t('deadline')}>
        {day(recheck.breachAt)} · {t(`silence.${terms.policy}`)}
      </Line>
      {recheck.sentAt && recheck.nextStep && recheck.nextStepAt && (
        <Line label={t('next')}>
          {t(`step.${recheck.nextStep}`)} · {day(recheck.nextStepAt)}
        </Line>
      )}
      <Line label={t('theirDays')}>
        {t('calendar', { zone: terms.timeZone, count: free.length, days: free.join(', ') })}
      </Line>
      {resting && (
        <Line label={t('ourClock')}>
          {resting.leftMs > 0
            ? t.rich('rests', { when: () => day(resting.since), left: durationText(resting.leftMs, locale) })
            : t.rich('restsLate', { when: () => day(resting.since) })}
        </Line>
      )}
    </dl>
  );
}

function Withdraw({ ticket }: { ticket: AgentTicket }) {
  const t = useTranslations('console.recheck');
  return (
    <details>
      <summary className="min-h-6 font-medium">{t('withdraw')}</summary>
      <div className="mt-2 grid gap-2">
        <p className="text-quiet">{t('withdrawWhat')}</p>
        <ActionForm ticket={ticket} door="recheck">
          <input type="hidden" name="act" value="withdraw" />
          <input type="hidden" name="box" value="recheck-withdraw" />
          <Button look="danger" size="dense" className="justify-self-start">
            {t('withdrawNow')}
          </Button>
        </ActionForm>
      </div>
    </details>
  );
}

function Earlier({ rechecks, ticket }: { rechecks: readonly TicketRecheck[]; ticket: AgentTicket }) {
  const t = useTranslations('console.recheck');
  return (
    <details>
      <summary className="min-h-6 font-medium">{t('earlier', { count: rechecks.length })}</summary>
      <ul className="mt-2 grid gap-3">
        {rechecks.map((recheck) => (
          <li key={recheck.id} className="grid gap-2 border-s-2 border-line ps-3">
            <Standing recheck={recheck} />
            {recheck.question && <Question>{recheck.question}</Question>}
            {recheck.answer && <AnswerBox recheck={recheck} ticket={ticket} />}
            {recheck.messages.map((message) => (
              <p key={message.at.toISOString()} dir="auto" className="break-words whitespace-pre-line">
                <span className="font-medium">{message.name}</span> {message.body}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </details>
  );
}
