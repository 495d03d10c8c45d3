/** The lines of a log: a compact table at a desk, cards on a phone. */
import type { ReactNode } from 'react';

type LogTableProps = { caption: string; columns: readonly string[]; children: ReactNode };

export function LogTable({ caption, columns, children }: LogTableProps) {
  return (
    <div className="overflow-hidden rounded-box border border-line bg-raised">
      <table className="block w-full border-collapse text-start md:table">
        <caption className="sr-only">{caption}</caption>
        <thead className="max-md:sr-only">
          <tr className="border-b border-line text-quiet">
            {columns.map((column) => (
              <th key={column} scope="col" className="px-3 py-1.5 text-start font-medium">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block md:table-row-group">{children}</tbody>
      </table>
    </div>
  );
}

/** The first part leads to the line's own page; `open` says so to who does not see the row. */
type LogLineProps = { href: string; when: ReactNode; open: string; children: ReactNode };

export function LogLine({ href, when, open, children }: LogLineProps) {
  return (
    <tr className="grid gap-1 border-b border-line px-3 py-2 last:border-0 focus-within:bg-accent-fill hover:bg-surface md:table-row md:p-0">
      <LogPart className="whitespace-nowrap">
        <a data-row href={href} className="inline-flex min-h-6 items-center text-accent hover:underline">
          {when}
          <span className="sr-only"> {open}</span>
        </a>
      </LogPart>
      {children}
    </tr>
  );
}

type LogPartProps = { children: ReactNode; label?: string | null; className?: string };

/** `label` stands before the value on a phone, where there is no head of the column above it. */
export function LogPart({ children, label, className }: LogPartProps) {
  return (
    <td className={`block md:table-cell md:px-3 md:py-1 md:align-middle ${className ?? ''}`}>
      {label && <span className="me-1.5 font-sans text-quiet md:hidden">{label}</span>}
      {children}
    </td>
  );
}
