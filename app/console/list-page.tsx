/** A plain list of the console: heading, table, next page. */
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Table } from '@/components/console/table';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

type ListPageProps = {
  title: string;
  path: string;
  columns: { key: string; label: string; number?: boolean }[];
  empty: boolean;
  next: string | null;
  children: ReactNode;
};

export async function ListPage({ title, path, columns, empty, next, children }: ListPageProps) {
  const t = await getTranslations('console');
  return (
    <div className="grid grid-cols-1 gap-3">
      <h1 className="text-lg font-semibold">{title}</h1>
      {empty ? (
        <EmptyState title={t('lists.empty')}>{t('lists.emptyBody')}</EmptyState>
      ) : (
        <Table caption={title} columns={columns}>
          {children}
        </Table>
      )}
      {next !== null && (
        <nav>
          <LinkButton size="dense" href={`${path}?${new URLSearchParams({ after: next })}`}>
            {t('table.next')}
          </LinkButton>
        </nav>
      )}
    </div>
  );
}

export type After = { searchParams: Promise<{ after?: string | string[] }> };

export async function readAfter({ searchParams }: After): Promise<string> {
  return ([(await searchParams).after].flat()[0] ?? '').slice(0, 128);
}
