/** A table whose last column is drawn: chart and numbers are one. From zero, the longest bar fills the column. */
import { classNames } from '@/components/ui/class-names';

type Line = { key: string; label: string; value: number };
type BarTableProps = {
  title: string;
  head: string;
  valueHead: string;
  lines: readonly Line[];
  fill: string;
  locale: string;
};

export function BarTable({ title, head, valueHead, lines, fill, locale }: BarTableProps) {
  const number = new Intl.NumberFormat(locale);
  const most = Math.max(1, ...lines.map(({ value }) => value));
  return (
    <table className="w-full border-collapse">
      <caption className="sr-only">{title}</caption>
      <thead className="text-quiet">
        <tr>
          <th scope="col" className="py-0.5 pe-3 text-start font-medium">
            {head}
          </th>
          <th scope="col" className="py-0.5 pe-3 text-end font-medium">
            {valueHead}
          </th>
          <td className="w-1/2" />
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, label, value }) => (
          <tr key={key}>
            <th scope="row" className="py-0.5 pe-3 text-start font-normal">
              {label}
            </th>
            <td className="py-0.5 pe-3 text-end tabular-nums">{number.format(value)}</td>
            <td className="py-0.5">
              <svg
                aria-hidden="true"
                viewBox="0 0 100 10"
                preserveAspectRatio="none"
                className="h-3 w-full rtl:-scale-x-100"
              >
                <rect width={(value / most) * 100} height="10" className={classNames(fill)} />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
