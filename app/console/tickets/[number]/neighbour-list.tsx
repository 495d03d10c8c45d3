/** Who else stands where this user stands: said with a number, named as far as it helps, never judged. */
import { useLocale, useTranslations } from 'next-intl';
import { countText } from '@/components/console/count-text';
import { Part } from '@/components/console/pane';
import type { Neighbours } from '@/lib/tickets/agent-neighbours';

const KINDS = ['sameDevice', 'sameAddress', 'samePicture', 'sameRange'] as const;

export function NeighbourList({ neighbours }: { neighbours: Neighbours }) {
  const t = useTranslations('console.neighbours');
  const locale = useLocale();
  const found = KINDS.filter((kind) => neighbours[kind].count > 0);
  if (found.length === 0) return <p className="text-quiet">{t('none')}</p>;
  return (
    <Part title={t('title')}>
      <ul className="grid gap-1">
        {found.map((kind) => (
          <li key={kind}>
            <details>
              <summary className="w-fit">
                {t(kind, { count: neighbours[kind].count, shown: countText(neighbours[kind].count, locale) })}
              </summary>
              <Named others={neighbours[kind]} />
            </details>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Named({ others: { count, shown } }: { others: Neighbours[(typeof KINDS)[number]] }) {
  const t = useTranslations('console.neighbours');
  const locale = useLocale();
  const more = count - shown.length;
  return (
    <ul className="mt-1 grid gap-0.5 ps-4">
      {shown.map(({ user, ticket }) => (
        <li key={`${user} ${ticket}`} className="flex flex-wrap gap-x-2">
          <bdi className="wrap-anywhere">{user}</bdi>
          {ticket ? (
            <a href={`/console/tickets/${ticket}`} className="font-mono text-accent hover:underline">
              {ticket}
            </a>
          ) : (
            <span className="text-quiet">{t('noTicket')}</span>
          )}
        </li>
      ))}
      {more > 0 && <li className="text-quiet">{t('more', { shown: countText(more, locale) })}</li>}
    </ul>
  );
}
