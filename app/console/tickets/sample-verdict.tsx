/** Was this automatic decision right? One click; "wrong" asks why first. */
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/field';

export function SampleVerdict({ row: { number } }: { row: { number: string } }) {
  const t = useTranslations('console.sample');
  const door = `/api/console/samples/${number}`;
  return (
    <div className="flex items-start gap-1">
      <form method="post" action={door}>
        <Button size="dense" name="verdict" value="right">
          {t('right')}
        </Button>
      </form>
      <details name="wrong" className="relative">
        <summary className="inline-flex min-h-7 cursor-pointer items-center rounded-box border border-bad-line px-2.5 font-medium text-bad hover:bg-bad-fill">
          {t('wrong')}
        </summary>
        <form
          method="post"
          action={door}
          className="mt-1 flex w-64 max-w-[70vw] flex-wrap gap-2 rounded-box border border-line bg-raised p-2"
        >
          <input type="hidden" name="verdict" value="wrong" />
          <Input dense name="reason" required maxLength={1000} aria-label={t('why')} placeholder={t('why')} />
          <Button size="dense">{t('record')}</Button>
        </form>
      </details>
    </div>
  );
}
