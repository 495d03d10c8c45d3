'use client';
/** Narrows a list of choices to those that hold what was typed. Without JavaScript it is not shown, and the list is whole. */
import { useEffect, useState } from 'react';
import { Input } from '@/components/ui/field';

export function FilterField({ list, label, none }: { list: string; label: string; none: string }) {
  const [ready, setReady] = useState(false);
  const [empty, setEmpty] = useState(false);
  useEffect(() => setReady(true), []);
  function filter(words: string) {
    const wanted = words.trim().toLowerCase();
    let shown = 0;
    for (const choice of document.querySelectorAll<HTMLElement>(`#${list} [data-filter]`)) {
      choice.hidden = !choice.dataset.filter?.includes(wanted);
      if (!choice.hidden) shown += 1;
    }
    setEmpty(shown === 0);
  }
  if (!ready) return null;
  return (
    <>
      <Input
        dense
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        onChange={({ target }) => filter(target.value)}
      />
      <p role="status" className="text-quiet empty:hidden">
        {empty && none}
      </p>
    </>
  );
}
