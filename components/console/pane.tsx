/** A pane of the workbench: a small heading and dense content. */
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

type PaneProps = { id: string; title: string; children: ReactNode; className?: string };

export function Pane({ id, title, children, className }: PaneProps) {
  return (
    <section aria-labelledby={id} className={classNames('rounded-box border border-line bg-raised', className)}>
      <h2 id={id} className="scroll-mt-28 border-b border-line px-3 py-1.5 font-semibold">
        {title}
      </h2>
      <div className="grid gap-3 p-3">{children}</div>
    </section>
  );
}

export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-1">
      <h3 className="font-medium text-quiet">{title}</h3>
      {children}
    </section>
  );
}

export function Nothing({ children }: { children: ReactNode }) {
  return <p className="text-quiet">{children}</p>;
}
