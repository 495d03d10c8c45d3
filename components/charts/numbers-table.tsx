/** The table behind a chart: the same in numbers, folded under its name; reachable by keyboard where it scrolls. */
import { classNames } from '@/components/ui/class-names';

type NumbersTableProps = {
  /** Of the chart: a page may have several tables. */
  chart: string;
  label: string;
  caption: string;
  /** What the first column holds. */
  head: string;
  columns: readonly { key: string; label: string }[];
  rows: readonly { key: string; label: string }[];
  /** By the row's place and the column's key. */
  cell: (row: number, column: string) => string;
};

const CELL = 'px-2 py-0.5';

export function NumbersTable({ chart, label, caption, head, columns, rows, cell }: NumbersTableProps) {
  return (
    <details>
      <summary className="text-quiet">{label}</summary>
      <section
        aria-label={`${chart} · ${label}`}
        className="max-h-80 overflow-auto"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
      >
        <table className="w-full border-collapse">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr className="border-b border-line text-quiet">
              <th scope="col" className={classNames(CELL, 'text-start font-medium')}>
                {head}
              </th>
              {columns.map((column) => (
                <th key={column.key} scope="col" className={classNames(CELL, 'text-end font-medium')}>
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={row.key} className="border-b border-line last:border-0">
                <th scope="row" className={classNames(CELL, 'text-start font-normal')}>
                  {row.label}
                </th>
                {columns.map(({ key }) => (
                  <td key={key} className={classNames(CELL, 'text-end tabular-nums')}>
                    {cell(at, key)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
