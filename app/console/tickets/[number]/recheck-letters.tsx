/** The letters to the advertiser and the link that stands in them: who has it can answer, so it can be taken away. */
import { useLocale, useTranslations } from 'next-intl';
import { ActionForm } from '@/app/console/tickets/[number]/action-panel';
import { Part } from '@/components/console/pane';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { Time } from '@/components/ui/time';
import type { TicketRecheck } from '@/lib/rechecks/read-rechecks';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

type LettersProps = { recheck: TicketRecheck; ticket: AgentTicket; mayAct: boolean };

export function RecheckLetters({ recheck, ticket, mayAct }: LettersProps) {
  const t = useTranslations('console');
  const locale = useLocale();
  const { letters, link, claims } = recheck;
  if (letters.length === 0) return null;
  return (
    <Part title={t('recheck.letters')}>
      <ul className="grid gap-0.5">
        {letters.map(({ template, status, at, to }) => (
          <li key={`${template} ${at.toISOString()}`} className="flex flex-wrap items-baseline gap-x-2 text-quiet">
            <Icon name="mail" className="size-4 self-center" />
            <span>{t(`conversation.template.${template}`)}</span>
            <span className={classNames(status === 'FAILED' && 'font-medium text-bad')}>
              {t(`conversation.letter.${status}`)}
            </span>
            <Time at={at} style="clock" locale={locale} />
            <bdi className="break-all">{to}</bdi>
          </li>
        ))}
      </ul>
      {claims > 1 && <p className="text-quiet">{t('recheck.together', { count: claims })}</p>}
      {link && <LinkState link={link} ticket={ticket} mayAct={mayAct} />}
    </Part>
  );
}

type LinkProps = Omit<LettersProps, 'recheck'> & { link: NonNullable<TicketRecheck['link']> };

function LinkState({ link, ticket, mayAct }: LinkProps) {
  const t = useTranslations('console.recheck');
  const locale = useLocale();
  const time = (at: Date) => () => <Time at={at} style="clock" locale={locale} />;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className={classNames('me-auto', link.revokedAt ? 'text-bad' : 'text-quiet')}>
        {link.revokedAt
          ? t.rich('linkRevoked', { when: time(link.revokedAt) })
          : t.rich('linkUntil', { when: time(link.expiresAt) })}{' '}
        {link.openedAt ? t.rich('linkOpened', { when: time(link.openedAt) }) : t('linkUnopened')}
      </span>
      {mayAct && (
        <>
          {!link.revokedAt && <LinkForm ticket={ticket} act="revoke" />}
          <LinkForm ticket={ticket} act="renew" />
        </>
      )}
    </div>
  );
}

function LinkForm({ ticket, act }: { ticket: AgentTicket; act: 'revoke' | 'renew' }) {
  const t = useTranslations('console.recheck');
  return (
    <ActionForm ticket={ticket} door="recheck/link">
      <input type="hidden" name="act" value={act} />
      <input type="hidden" name="box" value="recheck-link" />
      <Button size="dense" look={act === 'revoke' ? 'danger' : 'secondary'}>
        {t(act)}
      </Button>
    </ActionForm>
  );
}
