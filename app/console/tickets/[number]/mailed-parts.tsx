/** What a reply by e-mail has besides its words: from where it is, what was quoted, what came along, the original. */
import { useLocale, useTranslations } from 'next-intl';
import { Icon } from '@/components/ui/icon';
import type { MailOrigin } from '@/lib/tickets/agent-conversation';

export function ByMail({ who, mail }: { who: string; mail: MailOrigin }) {
  const t = useTranslations('console.conversation');
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1.5">
      <Icon name="mail" className="size-4" />
      {who} · {t('byMail')}
      {mail.otherAddress && (
        <bdi className="font-normal wrap-anywhere text-wait">{t('otherAddress', { address: mail.otherAddress })}</bdi>
      )}
      {mail.attachedBy && <span className="font-normal text-quiet">{t('attachedBy', { name: mail.attachedBy })}</span>}
    </span>
  );
}

export function CameAlong({ mail, mayTake }: { mail: MailOrigin; mayTake: boolean }) {
  const t = useTranslations('console.conversation');
  return (
    <div className="mt-1 grid gap-1">
      {mail.folded && (
        <details>
          <summary className="w-fit text-quiet">{t('quoted')}</summary>
          <p dir="auto" className="wrap-anywhere whitespace-pre-wrap text-quiet">
            {mail.folded}
          </p>
        </details>
      )}
      {mail.attachments.length > 0 && <Attachments attachments={mail.attachments} />}
      {mayTake && mail.isKept && <OriginalLink id={mail.id} />}
    </div>
  );
}

function Attachments({ attachments }: Pick<MailOrigin, 'attachments'>) {
  const t = useTranslations('console.conversation');
  const locale = useLocale();
  const size = new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 });
  return (
    <ul aria-label={t('attachments')} className="grid gap-0.5 text-quiet">
      {attachments.map(({ name, bytes, kept }, index) => (
        <li key={index} className="flex flex-wrap items-baseline gap-x-2">
          <bdi className="wrap-anywhere text-ink">{name || t('noName')}</bdi>
          <span>{size.format(Math.ceil(bytes / 1_000))}</span>
          <span>{t(`kept.${kept}`)}</span>
        </li>
      ))}
    </ul>
  );
}

export function OriginalLink({ id }: { id: string }) {
  const t = useTranslations('console.conversation');
  return (
    <a href={`/api/console/mail/${id}/original`} download className="w-fit text-accent hover:underline">
      {t('original')}
    </a>
  );
}
