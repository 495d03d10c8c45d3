/** R9: what the system knows already. A warning explains; it never stands in the way. */
import { useLocale, useTranslations } from 'next-intl';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import type { Warning } from '@/lib/rules/form-warnings';
import { writtenLocale } from '@/lib/rules/locales';
import { afterRejection, rejectionWords } from '@/lib/rules/rejections';

export function Warnings({ warnings }: { warnings: readonly Warning[] }) {
  const t = useTranslations('form.warnings');
  if (warnings.length === 0) return null;
  return (
    <Notice tone="wait" title={t('title')}>
      <ul className="grid list-disc gap-1 ps-5">
        {warnings.map((warning) => (
          <li key={`${warning.kind} ${warning.detail}`}>
            <Words warning={warning} />
          </li>
        ))}
      </ul>
      <p className="pt-1 text-quiet">{t('anyway')}</p>
    </Notice>
  );
}

function Words({ warning: { kind, detail, until } }: { warning: Warning }) {
  const t = useTranslations('form.warnings');
  const locale = useLocale();
  const date = () => until && <Time at={until} style="clock" locale={locale} />;
  const words = { detail: detail ?? '', date };
  if (kind === 'pending' && until) return t.rich('pendingUntil', words);
  const because = kind === 'rejected' && rejectionWords(detail, writtenLocale(locale));
  if (because) return `${t('rejectedDetail', { detail: because })} ${afterRejection(detail, writtenLocale(locale))}`;
  return t.rich(kind, words);
}
