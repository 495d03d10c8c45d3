/**
 * Bars over time, each in parts, from zero up; the table behind them says the same in numbers. Nothing in it is written by a
 * script, and the axis follows the direction of the page.
 */
import type { ReactNode } from 'react';
import { NumbersTable } from '@/components/charts/numbers-table';

export type Part = { key: string; label: string; fill: string };
export type Bar = { key: string; label: string; values: Readonly<Record<string, number>> };

type StackedBarsProps = {
  title: string;
  /** What the first column of the table holds. */
  head: string;
  tableLabel: string;
  parts: readonly Part[];
  bars: readonly Bar[];
  locale: string;
  children?: ReactNode;
};

const HEIGHT = 100;
const WIDTH = 10;
const GAP = 1.5;

export function StackedBars({ title, head, tableLabel, parts, bars, locale, children }: StackedBarsProps) {
  const number = new Intl.NumberFormat(locale);
  const most = Math.max(1, ...bars.map(({ values }) => sum(values, parts)));
  return (
    <figure className="grid grid-cols-1 gap-2">
      <figcaption className="sr-only">{title}</figcaption>
      <Legend parts={parts} />
      <div className="grid grid-cols-[auto_1fr] gap-x-2">
        <div aria-hidden="true" className="flex flex-col justify-between text-end text-xs text-quiet tabular-nums">
          <span>{number.format(most)}</span>
          <span>0</span>
        </div>
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${bars.length * WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-40 w-full border-b border-line rtl:-scale-x-100"
        >
          {bars.map((bar, index) => (
            <BarOf key={bar.key} bar={bar} x={index * WIDTH} parts={parts} most={most} />
          ))}
        </svg>
        <div aria-hidden="true" className="col-start-2 flex justify-between text-xs text-quiet">
          {[bars[0], bars[Math.floor(bars.length / 2)], bars.at(-1)].map((bar, place) => (
            <span key={place}>{bar?.label}</span>
          ))}
        </div>
      </div>
      {children}
      <NumbersTable
        chart={title}
        label={tableLabel}
        caption={tableLabel}
        head={head}
        columns={parts}
        rows={bars}
        cell={(at, key) => number.format(bars[at]!.values[key] ?? 0)}
      />
    </figure>
  );
}

function sum(values: Bar['values'], parts: readonly Part[]): number {
  return parts.reduce((total, { key }) => total + (values[key] ?? 0), 0);
}

type BarOfProps = { bar: Bar; x: number; parts: readonly Part[]; most: number };

function BarOf({ bar, x, parts, most }: BarOfProps) {
  let top = HEIGHT;
  return (
    <g>
      {parts.map(({ key, fill }) => {
        const height = ((bar.values[key] ?? 0) / most) * HEIGHT;
        top -= height;
        return (
          height > 0 && <rect key={key} x={x + GAP} y={top} width={WIDTH - 2 * GAP} height={height} className={fill} />
        );
      })}
    </g>
  );
}

function Legend({ parts }: { parts: readonly Part[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1">
      {parts.map(({ key, label, fill }) => (
        <li key={key} className="inline-flex items-center gap-1.5">
          <svg aria-hidden="true" viewBox="0 0 10 10" className="size-3">
            <rect width="10" height="10" rx="2" className={fill} />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}
