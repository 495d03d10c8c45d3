/** Who worded an e-mail when, and the way back to any of it. */
import { useLocale, useTranslations } from 'next-intl';
import { Nothing } from '@/components/console/pane';
import { Button } from '@/components/ui/button';
import { Time } from '@/components/ui/time';
import type { WordedTemplate } from '@/lib/emails/override-shape';
import type { Language } from '@/lib/emails/template';
import type { TemplateVersion } from '@/lib/outbox/email-overrides';

type Here = { template: WordedTemplate; locale: Language; mayChange: boolean };
type VersionsProps = Here & { versions: TemplateVersion[]; now: Date };

export function Versions({ versions, now, ...here }: VersionsProps) {
  const t = useTranslations('console.emails');
  const reads = useLocale();
  if (versions.length === 0) return <Nothing>{t('none')}</Nothing>;
  const changed = versions.some(({ active }) => active);
  return (
    <>
      {changed && <Use {...here} version={0} />}
      <ol className="grid gap-3">
        {versions.map((one) => (
          <li key={one.version} className="grid gap-1 border-b border-line pb-3 last:border-0 last:pb-0">
            <p className="flex flex-wrap items-baseline gap-x-3">
              <span className="font-medium">{t('version', { version: one.version })}</span>
              <span className="text-quiet">
                {one.author} · <Time at={one.at} now={now} locale={reads} />
              </span>
              {one.active && <span className="font-medium">{t('used')}</span>}
            </p>
            <p lang={here.locale} className="whitespace-pre-line text-quiet wrap-anywhere">
              {[one.subject, one.heading, one.body].filter(Boolean).join('\n')}
            </p>
            {!one.active && <Use {...here} version={one.version} />}
          </li>
        ))}
      </ol>
    </>
  );
}

function Use({ template, locale, mayChange, version }: Here & { version: number }) {
  const t = useTranslations('console.emails');
  if (!mayChange) return null;
  return (
    <form method="post" action={`/api/console/email-templates/${template}/use`}>
      <input type="hidden" name="locale" value={locale} />
      <Button size="dense" name="version" value={version}>
        {version === 0 ? t('back') : t('again', { version })}
      </Button>
    </form>
  );
}
