/** The head of a list: what it is, in which order, what its lines show, and the way to a file of it. */
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { type ListAddress, listHref, listQuery } from '@/app/console/tickets/list-address';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Select } from '@/components/ui/field';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { getPreferences } from '@/lib/accounts/preferences';
import { columnsOf, QUEUE_COLUMNS } from '@/lib/rules/queue-columns';
import { QUEUE_TABLE } from '@/lib/rules/queues';

type HeadProps = { agent: SignedInAgent; address: ListAddress };

export async function ListHead({ agent, address, children }: HeadProps & { children: ReactNode }) {
  const t = await getTranslations('console');
  const { queue, q } = address;
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
      <h1 className="text-lg font-semibold break-all">{q ? t('search.results') : t(`queue.${queue}`)}</h1>
      <p className="min-w-0 flex-1 text-quiet">{!q && t(`queueIs.${queue}`)}</p>
      <div className="flex flex-wrap items-center gap-1">
        <Orders address={address} />
        {children}
        <Shown agent={agent} address={address} />
        <a
          href={`/api/console/exports/tickets?${listQuery(address)}`}
          className="inline-flex min-h-7 items-center rounded-chip px-2 text-accent hover:bg-raised"
        >
          {t('list.export')}
        </a>
      </div>
    </div>
  );
}

async function Orders({ address }: { address: ListAddress }) {
  const t = await getTranslations('console.list');
  const { orders } = QUEUE_TABLE[address.queue];
  if (orders.length < 2) return null;
  return (
    <nav aria-label={t('sort')}>
      <ul className="flex gap-0.5">
        {orders.map((order) => (
          <li key={order}>
            <a
              href={listHref(address, { order })}
              aria-current={order === address.order ? 'true' : undefined}
              className={classNames(
                'inline-flex min-h-7 items-center rounded-chip px-2',
                order === address.order ? 'bg-accent-fill font-medium text-accent' : 'text-quiet hover:bg-raised',
              )}
            >
              {t(`order.${order}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** An agent's own choice, kept with the agent and not in the address. */
async function Shown({ agent, address }: HeadProps) {
  const t = await getTranslations('console.list');
  const { columns, density } = await getPreferences(agent.id);
  const chosen = columnsOf(columns);
  const back = listHref(address);
  return (
    <details className="relative">
      <summary className="flex min-h-7 cursor-pointer items-center rounded-chip px-2 text-accent hover:bg-raised">
        {t('shown')}
      </summary>
      <div className="absolute end-0 z-10 mt-1 grid w-60 gap-3 rounded-box border border-line bg-raised p-3 shadow-lg max-sm:fixed max-sm:inset-x-4 max-sm:w-auto">
        <form method="post" action="/api/console/me/preferences" className="grid gap-1">
          <input type="hidden" name="key" value="columns" />
          <input type="hidden" name="back" value={back} />
          <fieldset className="grid gap-0.5">
            <legend className="mb-1 font-medium">{t('columns')}</legend>
            {QUEUE_COLUMNS.map((column) => (
              <label key={column} className="flex min-h-6 items-center gap-2">
                <input type="checkbox" name="value" value={column} defaultChecked={chosen.includes(column)} />
                {t(`column.${column}`)}
              </label>
            ))}
          </fieldset>
          <Button size="dense">{t('apply')}</Button>
        </form>
        <form
          method="post"
          action="/api/console/me/preferences"
          className="flex items-end gap-2 border-t border-line pt-3"
        >
          <input type="hidden" name="key" value="density" />
          <input type="hidden" name="back" value={back} />
          <label htmlFor="density" className="grid flex-1 gap-1 font-medium">
            {t('density')}
            <Select dense id="density" name="value" defaultValue={density}>
              <option value="dense">{t('dense')}</option>
              <option value="comfortable">{t('comfortable')}</option>
            </Select>
          </label>
          <Button size="dense">{t('apply')}</Button>
        </form>
      </div>
    </details>
  );
}
