/** One line or box of the conversation, by its kind. */
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Words } from '@/app/console/tickets/[number]/words';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { Time } from '@/components/ui/time';
import type { ConversationEntry } from '@/lib/tickets/agent-conversation';

type Of<Kind extends ConversationEntry['kind']> = { entry: Extract<ConversationEntry, { kind: Kind }> };

export function Entry({ entry }: { entry: ConversationEntry }) {
  if (entry.kind === 'claim') return <Claim entry={entry} />;
  if (entry.kind === 'message') return <Message entry={entry} />;
  if (entry.kind === 'decision') return <Decision entry={entry} />;
  return entry.kind === 'letter' ? <Letter entry={entry} /> : <Event entry={entry} />;
}

function Claim({ entry }: Of<'claim'>) {
  const t = useTranslations('console.conversation');
  return (
    <Said who={t('user')} at={entry.at} tone="bg-surface">
      <Words>{entry.body}</Words>
      {entry.answers.length > 0 && (
        <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3">
          {entry.answers.map(({ label, value }) => (
            <div key={label} className="contents">
              <dt className="text-quiet">{label}</dt>
              <dd className="break-words">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </Said>
  );
}

function Message({ entry }: Of<'message'>) {
  const t = useTranslations('console.conversation');
  const who = entry.author === 'USER' ? t('user') : (entry.agentName ?? t('agent'));
  return (
    <Said
      who={entry.internal ? `${who} · ${t('note')}` : who}
      at={entry.at}
      tone={entry.internal ? 'bg-wait-fill border-wait-line' : 'bg-surface'}
    >
      <Words>{entry.body}</Words>
    </Said>
  );
}

function Decision({ entry }: Of<'decision'>) {
  const t = useTranslations('console');
  const approved = entry.outcome === 'APPROVED';
  const by = entry.by ?? t('conversation.automation');
  return (
    <Said
      who={
        <span className={classNames('inline-flex items-center gap-1', approved ? 'text-ok' : 'text-bad')}>
          <Icon name={approved ? 'check' : 'cross'} className="size-4" />
          {t(approved ? 'conversation.approved' : 'conversation.denied')} {t('conversation.decidedBy', { name: by })}
        </span>
      }
      at={entry.at}
      tone={approved ? 'bg-ok-fill border-ok-line' : 'bg-bad-fill border-bad-line'}
    >
      <p>{t.has(`reason.${entry.reason}`) ? t(`reason.${entry.reason}`) : entry.reason}</p>
      {entry.note && <Words>{entry.note}</Words>}
    </Said>
  );
}

function Letter({ entry }: Of<'letter'>) {
  const t = useTranslations('console.conversation');
  const locale = useLocale();
  const status = `letter.${entry.status}`;
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 text-quiet">
      <Icon name="mail" className="size-4 self-center" />
      <span>{t.has(`template.${entry.template}`) ? t(`template.${entry.template}`) : entry.template}</span>
      <span className={classNames(entry.failedAt && 'font-medium text-bad')}>
        {t.has(status) ? t(status) : entry.status}
      </span>
      <Time at={entry.sentAt ?? entry.failedAt ?? entry.at} style="clock" locale={locale} />
      {entry.reason && entry.status !== 'SENT' && <span className="break-words">{entry.reason}</span>}
    </p>
  );
}

function Event({ entry }: Of<'event'>) {
  const t = useTranslations('console');
  const locale = useLocale();
  const name = eventName(entry);
  const known = [`conversation.event.${name}`, `change.${name}`].find((key) => t.has(key));
  const reason = typeof entry.data.reason === 'string' ? entry.data.reason : null;
  const contested = `conversation.contest.${reason}`;
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 text-quiet">
      <Icon name="circle" className="size-4 self-center" />
      {entry.actorName && <span>{entry.actorName}</span>}
      <span>{known ? t(known) : name}</span>
      {reason && <span>({name === 'escalated' && t.has(contested) ? t(contested) : reason})</span>}
      <Time at={entry.at} style="clock" locale={locale} />
    </p>
  );
}

function eventName({ event, data }: Of<'event'>['entry']): string {
  if (event !== 'assigned') return event;
  if (data.assigneeId === null) return 'givenBack';
  return data.self === true ? 'assignedSelf' : 'assigned';
}

function Said({ who, at, tone, children }: { who: ReactNode; at: Date; tone: string; children: ReactNode }) {
  const locale = useLocale();
  return (
    <article className={classNames('rounded-box border border-line px-3 py-2', tone)}>
      <header className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium">{who}</span>
        <Time at={at} style="clock" locale={locale} className="text-quiet" />
      </header>
      {children}
    </article>
  );
}
