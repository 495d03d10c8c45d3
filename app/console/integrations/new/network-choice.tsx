/** Every network that can confirm, by title, with how far its postbacks can be believed. */
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { FilterField } from '@/components/console/filter-field';
import { Icon } from '@/components/ui/icon';
import { confirmDialects } from '@/lib/dialects';
import { trustWhenSigned } from '@/lib/dialects/trust';

export function NetworkChoice({ chosen }: { chosen: string | undefined }) {
  const t = useTranslations('console.integration');
  const networks = confirmDialects().toSorted((one, other) => one.title.localeCompare(other.title, 'en'));
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 font-medium">{t('new.network')}</legend>
      <FilterField list="networks" label={t('new.filter')} none={t('new.noneFound')} />
      <div
        id="networks"
        className="grid max-h-80 grid-cols-1 gap-1 overflow-y-auto rounded-box border border-line bg-raised p-1.5 sm:grid-cols-2 lg:grid-cols-3"
      >
        {networks.map(({ name, title, confirms }) => {
          const strong = trustWhenSigned(confirms) === 'strong' && !confirms.neverSigned;
          return (
            <Choice key={name} name={name} title={title} chosen={chosen}>
              <span className={`flex items-center gap-1 text-xs ${strong ? 'text-ok' : 'text-wait'}`}>
                <Icon name={strong ? 'check' : 'warning'} className="size-4" />
                {t(strong ? 'trust.strong' : 'trust.weak')}
              </span>
            </Choice>
          );
        })}
        <Choice name="custom" title={t('new.custom')} chosen={chosen} />
      </div>
    </fieldset>
  );
}

type ChoiceProps = { name: string; title: string; chosen: string | undefined; children?: ReactNode };

function Choice({ name, title, chosen, children }: ChoiceProps) {
  return (
    <label
      data-filter={`${title} ${name}`.toLowerCase()}
      className="flex min-h-8 cursor-pointer items-center gap-2 rounded-chip px-2 hover:bg-surface has-checked:bg-accent-fill"
    >
      <input type="radio" name="dialect" value={name} required defaultChecked={chosen === name} />
      <span className="min-w-0 flex-1">{title}</span>
      {children}
    </label>
  );
}
