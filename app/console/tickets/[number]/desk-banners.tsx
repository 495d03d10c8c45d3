/** What an agent should know before reading on: who waits for whom, and with which tickets this one goes together. */
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Icon, type IconName } from '@/components/ui/icon';
import { Time } from '@/components/ui/time';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

type BannersProps = { ticket: AgentTicket; now: Date };

export function DeskBanners({ ticket, now }: BannersProps) {
  const t = useTranslations('console.banner');
  const locale = useLocale();
  const { desk, mentions } = ticket;
  const asleep = desk.snoozedUntil !== null && desk.snoozedUntil > now;
  const replied = desk.userRepliedAt !== null && desk.userRepliedAt >= (desk.askedUserAt ?? desk.userRepliedAt);
  const waits = ticket.decidable && desk.askedUserAt !== null && !replied;
  const lines: [string, IconName, ReactNode][] = [];
  const add = (show: unknown, key: string, icon: IconName, words: () => ReactNode) =>
    show && lines.push([key, icon, words()]);
  const time = (at: Date) => () => <Time at={at} now={now} locale={locale} />;
  add(desk.heldReason, 'held', 'warning', () => t('held', { reason: desk.heldReason! }));
  add(desk.leadAt, 'lead', 'warning', () => t.rich('lead', { when: time(desk.leadAt!) }));
  add(asleep, 'snoozed', 'clock', () => t.rich('snoozed', { when: time(desk.snoozedUntil!) }));
  add(waits, 'asked', 'mail', () => t.rich('asked', { when: time(desk.askedUserAt!) }));
  add(ticket.decidable && replied, 'replied', 'mail', () => t.rich('replied', { when: time(desk.userRepliedAt!) }));
  add(desk.continuedAs, 'continuedAs', 'copy', () =>
    t.rich('continuedAs', { ticket: () => <Link to={desk.continuedAs!} /> }),
  );
  add(desk.continues.length > 0, 'continues', 'copy', () => (
    <>
      {t('continues', { count: desk.continues.length })} <Links to={desk.continues} />
    </>
  ));
  for (const { by, at } of mentions) {
    add(true, `mention ${at.getTime()}`, 'info', () => t.rich('mention', { name: by, when: time(at) }));
  }
  if (lines.length === 0) return null;
  return (
    <ul className="grid gap-x-6 gap-y-1 rounded-box border border-wait-line bg-wait-fill px-3 py-1.5">
      {lines.map(([key, icon, words]) => (
        <li key={key} className="flex gap-2">
          <Icon name={icon} className="mt-0.5 size-4 text-wait" />
          <span className="min-w-0 wrap-anywhere">{words}</span>
        </li>
      ))}
    </ul>
  );
}

function Links({ to }: { to: readonly string[] }) {
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      {to.map((number) => (
        <Link key={number} to={number} />
      ))}
    </span>
  );
}

function Link({ to }: { to: string }) {
  return (
    <a href={`/console/tickets/${to}`} className="inline-flex min-h-6 items-center font-mono text-accent underline">
      {to}
    </a>
  );
}
