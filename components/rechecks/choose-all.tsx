'use client';
/** Ticks every box of a form, and says how many are ticked. A script's comfort: without one there is nothing here. */
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';

type Props = { form: string; all: string; none: string };

export function ChooseAll({ form, all, none }: Props) {
  const [chosen, setChosen] = useState<number | null>(null);
  useEffect(() => {
    const count = () => setChosen(boxes(form).filter(({ checked }) => checked).length);
    count();
    document.addEventListener('change', count);
    return () => document.removeEventListener('change', count);
  }, [form]);
  if (chosen === null) return null;
  const tick = (checked: boolean) => {
    for (const box of boxes(form)) box.checked = checked;
    setChosen(checked ? boxes(form).length : 0);
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button type="button" onClick={() => tick(true)}>
        {all}
      </Button>
      <Button type="button" onClick={() => tick(false)}>
        {none}
      </Button>
      <output className="tabular-nums text-quiet">{chosen}</output>
    </div>
  );
}

function boxes(form: string): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>(`input[type=checkbox][name=claim][form=${form}]`)];
}
