/** A plain, dense table with real headers, that scrolls by itself where the window is narrow. */
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

type Column = { key: string; label: ReactNode; number?: boolean; className?: string };

export function Table({ caption, columns, children }: { caption: string; columns: Column[]; children: ReactNode }) {
  return (
    <section
      className="relative overflow-x-auto rounded-box border border-line bg-raised"
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <table className="w-full border-collapse text-start">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-quiet">
            {columns.map(({ key, label, number, className }) => (
              <th
                key={key}
                scope="col"
                className={classNames('px-3 py-1.5 font-medium', number ? 'text-end' : 'text-start', className)}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

export function Row({ children }: { children: ReactNode }) {
  return (
    <tr className="border-b border-line last:border-0 hover:bg-surface focus-within:bg-accent-fill">{children}</tr>
  );
}

export function Cell({ children, number, className }: { children: ReactNode; number?: boolean; className?: string }) {
  return (
    <td className={classNames('px-3 py-1 align-middle', number && 'text-end tabular-nums', className)}>{children}</td>
  );
}
