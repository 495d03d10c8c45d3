'use client';
/**
 * Which tickets of a list are meant: those that are ticked, or all that fit. The form `bulk` holds them, and the filter; what
 * can be done with them stands in its `bulk-bar`. Without JavaScript the boxes and the form are the same, only uncounted.
 */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { COUNTED_UP_TO } from '@/lib/rules/queues';

type SelectionProps = {
  words: Record<'page' | 'all' | 'allMany' | 'some', string>;
  /** How many fit the list; one more than is counted means "more". */
  total: number;
  queue: string;
  q: string;
  sort: string;
  onPage: number;
  /** What can be done with them. */
  bar: ReactNode;
  children: ReactNode;
};

export function Selection({ words, total, queue, q, sort, onPage, bar, children }: SelectionProps) {
  const list = useRef<HTMLDivElement>(null);
  const [ticked, setTicked] = useState(0);
  const [all, setAll] = useState(false);
  const boxes = () => [...(list.current?.querySelectorAll<HTMLInputElement>('input[name="ticket"]') ?? [])];
  const count = () => setTicked(boxes().filter(({ checked }) => checked).length);
  // What the browser kept over a reload counts too.
  useEffect(() => setTicked(boxesIn(list.current)), []);
  const tick = (checked: boolean) => {
    for (const box of boxes()) box.checked = checked;
    if (!checked) setAll(false);
    count();
  };
  const number = (value: number) => new Intl.NumberFormat(document.documentElement.lang).format(value);
  const fits = total > COUNTED_UP_TO ? words.allMany : words.all;
  return (
    <div ref={list} onChange={count} className="grid grid-cols-1 gap-2">
      <form
        id="bulk"
        action="/console/bulk/new"
        className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1"
        data-total={total}
      >
        <input type="hidden" name="queue" value={queue} />
        <input type="hidden" name="q" value={q} />
        <input type="hidden" name="sort" value={sort} />
        <label className="flex min-h-6 items-center gap-2 ps-3">
          <input
            type="checkbox"
            data-select-page
            className="size-4"
            checked={ticked === onPage && onPage > 0}
            onChange={({ target }) => tick(target.checked)}
          />
          {words.page}
        </label>
        {total > onPage && (
          <label className="flex min-h-6 items-center gap-2">
            <input
              type="checkbox"
              name="all"
              value="1"
              className="size-4"
              checked={all}
              onChange={({ target }) => setAll(target.checked)}
            />
            <span suppressHydrationWarning>{fits.replace('#', String(Math.min(total, COUNTED_UP_TO)))}</span>
          </label>
        )}
        <output aria-live="polite" className="text-quiet tabular-nums empty:hidden">
          {(ticked > 0 || all) &&
            words.some.replace(
              '#',
              all ? `${number(Math.min(total, COUNTED_UP_TO))}${total > COUNTED_UP_TO ? '+' : ''}` : number(ticked),
            )}
        </output>
        {bar}
      </form>
      {children}
    </div>
  );
}

function boxesIn(list: HTMLElement | null): number {
  return list?.querySelectorAll('input[name="ticket"]:checked').length ?? 0;
}
