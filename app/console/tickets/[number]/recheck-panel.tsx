/** Ask the advertiser: what they will see, by when they are to answer, and a question of one's own. */
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Flash } from '@/app/console/flash';
import { ActionForm, ActionPanel, Labelled } from '@/app/console/tickets/[number]/action-panel';
import { Button } from '@/components/ui/button';
import { Textarea } from '@/components/ui/field';
import { Time } from '@/components/ui/time';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { LONGEST_QUESTION } from '@/lib/rechecks/ask-advertiser';
import type { DeskRechecks } from '@/lib/rechecks/read-rechecks';
import { can } from '@/lib/rules/permissions';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

type PanelProps = { ticket: AgentTicket; agent: SignedInAgent; rechecks: DeskRechecks; flash: Flash | null };

/** Whether the advertiser can be asked from here. */
export function mayAskAdvertiser(ticket: AgentTicket, agent: SignedInAgent): boolean {
  const { kind, decidable, status, desk } = ticket;
  const isFree = decidable && status !== 'WITH_ADVERTISER' && !desk.intent;
  return isFree && kind === 'missing-reward' && can(agent.role, 'rechecks:ask');
}

export function RecheckPanel({ ticket, agent, rechecks, flash }: PanelProps) {
  const t = useTranslations('console.recheck');
  if (!mayAskAdvertiser(ticket, agent)) return null;
  const mine = flash?.typed.box === 'recheck' ? flash : null;
  const { terms } = rechecks;
  return (
    <ActionPanel
      id="ask-advertiser"
      label={t('ask')}
      icon="question"
      agent={agent}
      command="ask-advertiser"
      open={mine !== null}
      wide
    >
      {terms.address ? (
        <AskForm ticket={ticket} rechecks={rechecks} flash={mine} />
      ) : (
        <NoAddress name={terms.name} advertiserKey={terms.key} agent={agent} />
      )}
    </ActionPanel>
  );
}

function AskForm({ ticket, rechecks, flash }: Omit<PanelProps, 'agent'>) {
  const t = useTranslations('console.recheck');
  const { terms, rechecks: before } = rechecks;
  const problem = flash && { code: flash.code, message: flash.message, ...flash.details };
  return (
    <ActionForm ticket={ticket} door="recheck" problem={problem}>
      <input type="hidden" name="box" value="recheck" />
      {before[0]?.answer === 'need-more' && before[0].words && (
        <blockquote dir="auto" className="border-s-2 border-wait-line ps-3 break-words whitespace-pre-line">
          {before[0].words}
        </blockquote>
      )}
      <Labelled id="recheck-question" label={t('question')}>
        <Textarea
          dense
          id="recheck-question"
          name="question"
          rows={3}
          maxLength={LONGEST_QUESTION}
          aria-describedby="recheck-question-hint"
          defaultValue={flash?.typed.question}
        />
        <span id="recheck-question-hint" className="text-quiet">
          {t('questionHint')}
        </span>
      </Labelled>
      <TheySee ticket={ticket} />
      <ByWhen rechecks={rechecks} />
      <Button look="primary" size="dense" wide>
        {t('askNow', { name: terms.name })}
      </Button>
    </ActionForm>
  );
}

/** Who the user is stays here: neither address nor name nor conversation. */
function TheySee({ ticket }: Pick<PanelProps, 'ticket'>) {
  const t = useTranslations('console.recheck');
  const locale = useLocale();
  const click = ticket.evidence.clicks.find(({ id }) => id === ticket.clickId);
  return (
    <details>
      <summary className="min-h-6 font-medium">{t('theySee')}</summary>
      <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5">
        <Line label={t('number')}>{ticket.number}</Line>
        <Line label={t('offer')}>
          <bdi>{[ticket.offerTitle, ...ticket.tasks.map(({ name }) => name)].join(' · ')}</bdi>
        </Line>
        <Line label={t('click')}>
          <bdi className="font-mono break-all">{ticket.clickId}</bdi>
        </Line>
        {click && (
          <Line label={t('clicked')}>
            <Time at={click.clickedAt} style="clock" locale={locale} />
            {click.country && ` · ${click.country}`}
          </Line>
        )}
        {click && (
          <Line label={t('device')}>
            <bdi className="break-all">{Object.values(click.device).map(String).join(' · ') || t('unknown')}</bdi>
          </Line>
        )}
        <Line label={t('pictures')}>{ticket.screenshots.length}</Line>
        <Line label={t('claim')}>
          <bdi className="line-clamp-3 break-words">{ticket.description}</bdi>
        </Line>
      </dl>
      <p className="mt-1 text-quiet">{t('notSeen')}</p>
    </details>
  );
}

export function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-quiet">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

function ByWhen({ rechecks: { terms, ifAsked } }: Pick<PanelProps, 'rechecks'>) {
  const t = useTranslations('console.recheck');
  const locale = useLocale();
  const time = (at: Date) => () => <Time at={at} style="day" locale={locale} />;
  return (
    <ul className="grid gap-0.5 text-quiet">
      {terms.gathers && (
        <li>{t.rich('gathers', { when: () => <Time at={ifAsked.sendsAt} style="clock" locale={locale} /> })}</li>
      )}
      <li>{t.rich('by', { target: time(ifAsked.targetAt), breach: time(ifAsked.breachAt) })}</li>
      <li>
        {t('calendar', { zone: terms.timeZone, count: ifAsked.freeDays.length, days: ifAsked.freeDays.join(', ') })}
      </li>
      <li>{t(`silence.${terms.policy}`)}</li>
      <li>{t('clockRests')}</li>
    </ul>
  );
}

type NoAddressProps = { name: string; advertiserKey: string; agent: SignedInAgent };

function NoAddress({ name, advertiserKey, agent }: NoAddressProps) {
  const t = useTranslations('console.recheck');
  return (
    <div className="grid gap-2">
      <p>{t('noAddress', { name })}</p>
      {can(agent.role, 'policies:write') ? (
        <a
          href={`/console/settings/advertisers/${encodeURIComponent(advertiserKey)}`}
          className="inline-flex min-h-6 items-center text-accent underline"
        >
          {t('setUp')}
        </a>
      ) : (
        <p className="text-quiet">{t('askLead')}</p>
      )}
    </div>
  );
}
