/** What came with the words: attachments by name, the headers that say where it is from, and the original as a file. */
import { useLocale, useTranslations } from 'next-intl';
import { Nothing, Pane, Part } from '@/components/console/pane';
import { LinkButton } from '@/components/ui/button';
import { StatusChip } from '@/components/ui/status-chip';
import type { MailForAgent } from '@/lib/tickets/read-suspended';

export function MailContentPane({ mail, mayTake }: { mail: MailForAgent; mayTake: boolean }) {
  const t = useTranslations('console.suspended');
  const { content } = mail;
  return (
    <Pane id="origin" title={t('origin')}>
      {content && (
        <>
          <Part title={t('parts')}>
            <Parts parts={content.parts} />
          </Part>
          <Part title={t('authenticity')}>
            <div>
              <StatusChip tone={TONES[content.authenticity][0]} icon={TONES[content.authenticity][1]}>
                {t(`authentic.${content.authenticity}`)}
              </StatusChip>
            </div>
          </Part>
          <Part title={t('headers')}>
            <dl className="grid gap-1">
              {content.headers.map(({ name, value }, index) => (
                <div key={index}>
                  <dt className="text-quiet">{name}</dt>
                  <dd dir="ltr" className="font-mono text-xs wrap-anywhere">
                    {value}
                  </dd>
                </div>
              ))}
            </dl>
          </Part>
        </>
      )}
      {mail.isKept && mayTake && (
        <div>
          <LinkButton size="dense" href={`/api/console/mail/${mail.id}/original`} download>
            {t('original')}
          </LinkButton>
        </div>
      )}
    </Pane>
  );
}

const TONES = { pass: ['ok', 'check'], fail: ['bad', 'warning'], unknown: ['plain', 'question'] } as const;

function Parts({ parts }: { parts: readonly { name: string; mime: string; bytes: number }[] }) {
  const t = useTranslations('console.suspended');
  const locale = useLocale();
  if (parts.length === 0) return <Nothing>{t('noParts')}</Nothing>;
  const size = new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 });
  return (
    <ul className="grid gap-0.5">
      {parts.map(({ name, mime, bytes }, index) => (
        <li key={index} className="flex flex-wrap gap-x-2">
          <bdi className="wrap-anywhere">{name || t('noName')}</bdi>
          <span className="text-quiet">
            {mime}, {size.format(Math.ceil(bytes / 1_000))}
          </span>
        </li>
      ))}
    </ul>
  );
}
