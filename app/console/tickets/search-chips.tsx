/** What a search was understood as, part by part, each to be taken out; and what was not, at its place. */
import { X } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { type ListAddress, listHref } from '@/app/console/tickets/list-address';
import { Notice } from '@/components/ui/notice';
import { printTicketSearch, type SearchProblem, type TicketSearch } from '@/lib/rules/ticket-search';

type ChipsProps = { address: ListAddress; search: TicketSearch };

export function SearchChips({ address, search }: ChipsProps) {
  return (
    <div className="mb-3 grid grid-cols-1 gap-2">
      {search.problems.length > 0 && <Problems address={address} problems={search.problems} />}
      <Chips address={address} search={search} />
    </div>
  );
}

async function Chips({ address, search }: ChipsProps) {
  const t = await getTranslations('console.search');
  const { terms, words } = search;
  const chips = [
    ...terms.map((term, index) => ({
      text: printTicketSearch({ terms: [term], words: [] }),
      rest: { terms: terms.filter((_, at) => at !== index), words },
    })),
    ...words.map((word, index) => ({
      text: printTicketSearch({ terms: [], words: [word] }),
      rest: { terms, words: words.filter((_, at) => at !== index) },
    })),
  ];
  if (chips.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1" aria-label={t('understood')}>
      {chips.map(({ text, rest }) => (
        <li
          key={text}
          className="inline-flex max-w-full items-center gap-1 rounded-chip bg-accent-fill ps-2 text-accent"
        >
          <bdi className="min-w-0 font-mono break-all">{text}</bdi>
          <a
            href={listHref(address, { q: printTicketSearch(rest) })}
            aria-label={t('remove', { part: text })}
            className="grid size-6 shrink-0 place-items-center rounded-chip hover:bg-raised"
          >
            <X aria-hidden="true" className="size-3.5" />
          </a>
        </li>
      ))}
    </ul>
  );
}

async function Problems({ address, problems }: { address: ListAddress; problems: SearchProblem[] }) {
  const t = await getTranslations('console.search');
  return (
    <Notice tone="wait" title={t('notUnderstood', { count: problems.length })}>
      <p className="font-mono break-all whitespace-pre-wrap" dir="ltr">
        {underlined(address.q, problems)}
      </p>
      <ul className="mt-1 grid gap-0.5">
        {problems.map(({ from, code, given, suggestion, to }) => (
          <li key={`${from} ${code}`}>
            {t(`problem.${code}`, { given })}{' '}
            {suggestion && (
              <a
                href={listHref(address, { q: `${address.q.slice(0, from)}${suggestion}${address.q.slice(to)}` })}
                className="text-accent underline"
              >
                {t('didYouMean', { suggestion })}
              </a>
            )}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function underlined(text: string, problems: readonly SearchProblem[]): ReactNode[] {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { from, to } of [...problems].sort((a, b) => a.from - b.from)) {
    if (from < at) continue;
    parts.push(text.slice(at, from));
    parts.push(
      <mark
        key={from}
        className="bg-transparent text-bad underline decoration-wavy decoration-from-font underline-offset-4"
      >
        {text.slice(from, to)}
      </mark>,
    );
    at = to;
  }
  return [...parts, text.slice(at)];
}
