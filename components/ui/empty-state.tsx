import type { ReactNode } from 'react';

/** What will be here, and what to do so that something comes. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="grid justify-items-center gap-3 rounded-box border border-dashed border-line px-4 py-10 text-center wrap-anywhere">
      <p className="font-medium">{title}</p>
      {children && <div className="max-w-prose text-quiet">{children}</div>}
      {action}
    </div>
  );
}
