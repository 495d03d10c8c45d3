'use client';
/**
 * What can be done with the tickets that are ticked, or with all that fit: buttons of the form `bulk`, which lead to the page
 * where the order is read over and given. Without JavaScript they are the same.
 */
import { type KeyboardEvent, useRef } from 'react';
import { Button } from '@/components/ui/button';
import type { BulkAction } from '@/lib/rules/bulk';

type BulkBarProps = {
  label: string;
  /** In their order, with their names. */
  actions: readonly { action: BulkAction; name: string }[];
};

export function BulkBar({ label, actions }: BulkBarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    const buttons = [...(bar.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    // In a right-to-left page the next button is on the left.
    const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? -step : step;
    buttons[(at + forward + buttons.length) % buttons.length]?.focus();
    event.preventDefault();
  };
  return (
    <details data-command="bulk" className="group max-sm:w-full">
      <summary className="flex min-h-7 w-fit cursor-pointer items-center rounded-chip px-2 font-medium text-accent hover:bg-raised">
        {label}
      </summary>
      <div
        ref={bar}
        role="toolbar"
        aria-label={label}
        onKeyDown={move}
        className="flex flex-wrap gap-1 rounded-box border border-line bg-raised p-2"
      >
        {actions.map(({ action, name }) => (
          <Button key={action} size="dense" name="action" value={action}>
            {name}
          </Button>
        ))}
      </div>
    </details>
  );
}

const STEPS: Record<string, 1 | -1> = { ArrowRight: 1, ArrowLeft: -1 };
