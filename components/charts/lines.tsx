/**
 * Lines over time, from zero up; the table behind them says the same in numbers. A line has a gap where there is nothing to
 * say. Nothing in it is written by a script, and the axis follows the direction of the page.
 */
import { NumbersTable } from '@/components/charts/numbers-table';
import { classNames } from '@/components/ui/class-names';

export type Line = { key: string; label: string; stroke: string; dash?: boolean };
export type Point = { key: string; label: string; values: Readonly<Record<string, number | null>> };

type LinesProps = {
  title: string;
  /** What the first column of the table holds. */
  head: string;
  tableLabel: string;
  lines: readonly Line[];
  points: readonly Point[];
  /** How a value is written; for what there is not, the same word everywhere. */
  write: (value: number) => string;
  none: string;
};

const HEIGHT = 100;
const STEP = 10;

export function Lines({ title, head, tableLabel, lines, points, write, none }: LinesProps) {
  const values = points.flatMap((point) => lines.flatMap(({ key }) => point.values[key] ?? []));
  const most = Math.max(1, ...values);
  return (
    <figure className="grid grid-cols-1 gap-2">
      <figcaption className="sr-only">{title}</figcaption>
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {lines.map(({ key, label, stroke, dash }) => (
          <li key={key} className="inline-flex items-center gap-1.5">
            <svg aria-hidden="true" viewBox="0 0 20 10" className="h-3 w-5">
              <path
                d="M0 5H20"
                className={classNames(stroke)}
                strokeWidth="2"
                strokeDasharray={dash ? '4 3' : undefined}
              />
            </svg>
            {label}
          </li>
        ))}
      </ul>
      <div className="grid grid-cols-[auto_1fr] gap-x-2">
        <div aria-hidden="true" className="flex flex-col justify-between text-end text-xs text-quiet tabular-nums">
          <span>{write(most)}</span>
          <span>0</span>
        </div>
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${points.length * STEP} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-40 w-full overflow-visible border-b border-line rtl:-scale-x-100"
        >
          {lines.map(({ key, stroke, dash }) => (
            <path
              key={key}
              d={pathOf(points, key, most)}
              className={classNames('fill-none', stroke)}
              strokeWidth="2"
              strokeLinecap="round"
              strokeDasharray={dash ? '4 3' : undefined}
              vectorEffect="non-scaling-stroke"
            />
          ))}
        </svg>
        <div aria-hidden="true" className="col-start-2 flex justify-between text-xs text-quiet">
          {[points[0], points[Math.floor(points.length / 2)], points.at(-1)].map((point, place) => (
            <span key={place}>{point?.label}</span>
          ))}
        </div>
      </div>
      <NumbersTable
        chart={title}
        label={tableLabel}
        caption={title}
        head={head}
        columns={lines}
        rows={points}
        cell={(at, key) => {
          const value = points[at]!.values[key];
          return value == null ? none : write(value);
        }}
      />
    </figure>
  );
}

/** A value that stands alone is a dot: a line of no length, with round ends. */
function pathOf(points: readonly Point[], key: string, most: number): string {
  let isDrawing = false;
  const steps = points.map(({ values }, index) => {
    const value = values[key];
    if (value == null) {
      isDrawing = false;
      return '';
    }
    const place = `${(index + 0.5) * STEP} ${(HEIGHT - (value / most) * HEIGHT).toFixed(2)}`;
    const step = isDrawing ? `L${place}` : `M${place}h0`;
    isDrawing = true;
    return step;
  });
  return steps.join('');
}
