/** One line or box of the conversation, by its kind. */
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { LetterLine } from '@/app/console/tickets/[number]/letter-line';
import { ByMail, CameAlong, OriginalLink } from '@/app/console/tickets/[number]/mailed-parts';
import { Words } from '@/app/console/tickets/[number]/words';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { Time } from '@/components/ui/time';
import type { ConversationEntry } from '@/lib/tickets/agent-conversation';

type Of<Kind extends ConversationEntry['kind']> = { entry: Extract<ConversationEntry, { kind: Kind }> };

/** `mayTake`: originals of mails. Letters are sent again where it says who was told what. */
export function Entry({ entry, mayTake }: { entry: ConversationEntry; mayTake: boolean }) {
  if (entry.kind === 'claim') return <Claim entry={entry} />;
  if (entry.kind === 'message') return <Message entry={entry} mayTake={mayTake} />;
  if (entry.kind === 'decision') return <Decision entry={entry} />;
  if (entry.kind === 'letter') return <LetterLine letter={entry} number={null} />;
  return entry.kind === 'machine' ? <Machine entry={entry} mayTake={mayTake} /> : <Event entry={entry} />;
}

function Claim({ entry }: Of<'claim'>) {
  const t = useTranslations('console.conversation');
  return (
    <Said who={t('user')} at={entry.at} tone="bg-surface">
      <Words>{entry.body}</Words>
      {entry.answers.length > 0 && (
        <dl className="mt-1 grid grid-cols-[fit-content(40%)_minmax(0,1fr)] gap-x-3">
          {entry.answers.map(({ label, value }) => (
            <div key={label} className="contents">
              <dt className="text-quiet">{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </Said>
  );
}

function Message({ entry, mayTake }: Of<'message'> & { mayTake: boolean }) {
  const t = useTranslations('console.conversation');
  const who = entry.author === 'USER' ? t('user') : (entry.agentName ?? t('agent'));
  return (
    <Said
      who={entry.mail ? <ByMail who={who} mail={entry.mail} /> : entry.internal ? `${who} · ${t('note')}` : who}
      at={entry.at}
      tone={entry.internal ? 'bg-wait-fill border-wait-line' : 'bg-surface'}
    >
      <Words>{entry.body || t('noWords')}</Words>
      {entry.mail && <CameAlong mail={entry.mail} mayTake={mayTake} />}
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

/** What a machine wrote is kept and changes nothing: a quiet line. */
function Machine({ entry, mayTake }: Of<'machine'> & { mayTake: boolean }) {
  const t = useTranslations('console.conversation');
  const locale = useLocale();
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 text-quiet">
      <Icon name="mail" className="size-4 self-center" />
      <span>{t(entry.what === 'list' ? 'machine.list' : 'machine.auto')}</span>
      {entry.subject && <bdi className="wrap-anywhere">{entry.subject}</bdi>}
      <Time at={entry.at} style="clock" locale={locale} />
      {mayTake && entry.isKept && <OriginalLink id={entry.mailId} />}
    </p>
  );
}

function Event({ entry }: Of<'event'>) {
  const t = useTranslations('console');
  const locale = useLocale();
  const name = eventName(entry);
  const known = [`conversation.event.${name}`, `change.${name}`].find((key) => t.has(key));
  const reason = reasonIn(entry.data);
  const contested = `conversation.contest.${reason}`;
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 text-quiet">
      <Icon name="circle" className="size-4 self-center" />
      {entry.actorName && <span>{entry.actorName}</span>}
      <span>{known ? t(known) : name}</span>
      {reason && (
        <bdi className="wrap-anywhere">({name === 'escalated' && t.has(contested) ? t(contested) : reason})</bdi>
      )}
      <Time at={entry.at} style="clock" locale={locale} />
    </p>
  );
}

/** What came back says it with its code: `5.1.1 no such user`. */
function reasonIn({ reason, status, words }: Record<string, unknown>): string | null {
  if (typeof reason === 'string') return reason;
  if (typeof words !== 'string') return typeof status === 'string' ? status : null;
  return typeof status === 'string' && !words.includes(status) ? `${status} ${words}` : words;
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
