'use client';
/**
 * A form that asks by GET and shows its answer on the same page, while somebody types. Without JavaScript the same form
 * asks when a button is pressed.
 */
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';

const PAUSE_MS = 500;

export function LiveForm({ path, children }: { path: string; children: ReactNode }) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  function ask() {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (!form.current) return;
      const fields = [...new FormData(form.current)].map(([name, value]) => [name, String(value)]);
      router.replace(`${path}?${new URLSearchParams(fields)}`, { scroll: false });
    }, PAUSE_MS);
  }
  return (
    <form
      ref={form}
      action={path}
      onInput={ask}
      onSubmit={() => clearTimeout(timer.current)}
      className="grid grid-cols-1 gap-3"
    >
      {children}
    </form>
  );
}
