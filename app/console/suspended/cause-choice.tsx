/** Narrows the list to one cause. */
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/field';
import type { MailFilter } from '@/lib/rules/mail-filter';
import { SUSPENSION_CAUSES } from '@/lib/rules/mail-policy';

export function CauseChoice({ filter, path }: { filter: MailFilter; path: string }) {
  const t = useTranslations('console.suspended');
  return (
    <form action={path} className="flex flex-wrap items-center gap-2">
      {filter.list !== 'suspended' && <input type="hidden" name="list" value={filter.list} />}
      <label htmlFor="cause" className="font-medium">
        {t('cause')}
      </label>
      <Select dense id="cause" name="cause" defaultValue={filter.cause ?? ''} className="w-auto! max-w-full">
        <option value="">{t('anyCause')}</option>
        {SUSPENSION_CAUSES.map((cause) => (
          <option key={cause} value={cause}>
            {t(`causes.${cause}`)}
          </option>
        ))}
      </Select>
      <Button size="dense">{t('show')}</Button>
    </form>
  );
}
