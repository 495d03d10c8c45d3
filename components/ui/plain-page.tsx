import type { ReactNode } from 'react';

/** A page with one message: what happened, what to do. */
export function PlainPage({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <main className="mx-auto grid min-h-dvh max-w-md wrap-anywhere content-center gap-4 px-6 py-12">
      <h1 className="text-2xl font-semibold text-balance">{title}</h1>
      {children && <div className="grid gap-3 text-quiet">{children}</div>}
      {actions && <div className="flex flex-wrap gap-3">{actions}</div>}
    </main>
  );
}
