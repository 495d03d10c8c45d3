/** The filter of a log: a form that asks with GET, so that every view has an address. Folded where there is little room. */
import type { ReactNode } from 'react';
import { Button, LinkButton } from '@/components/ui/button';
import { Field, Input, Select } from '@/components/ui/field';
import { writeInstant } from '@/lib/rules/receipt-filter';

type LogFilterProps = {
  path: string;
  isFiltered: boolean;
  words: { title: string; apply: string; clear: string };
  children: ReactNode;
};

export function LogFilter({ path, isFiltered, words, children }: LogFilterProps) {
  return (
    <details open={isFiltered} className="rounded-box border border-line bg-raised">
      <summary className="px-3 py-1.5 font-medium">{words.title}</summary>
      <form action={path} className="grid items-end gap-3 border-t border-line p-3 sm:grid-cols-2 lg:grid-cols-3">
        {children}
        <div className="flex flex-wrap gap-2 sm:col-span-full">
          <Button size="dense" look="primary">
            {words.apply}
          </Button>
          {isFiltered && (
            <LinkButton size="dense" href={path}>
              {words.clear}
            </LinkButton>
          )}
        </div>
      </form>
    </details>
  );
}

type Named<Value> = { name: string; label: string; value: Value | null };

/** One of a few; `any` is what nothing chosen is called. */
export function FilterChoice({
  name,
  label,
  value,
  any,
  choices,
}: Named<string> & { any: string; choices: readonly { key: string; label: string }[] }) {
  return (
    <Field id={name} label={label}>
      <Select dense id={name} name={name} defaultValue={value ?? ''}>
        <option value="">{any}</option>
        {choices.map((choice) => (
          <option key={choice.key} value={choice.key}>
            {choice.label}
          </option>
        ))}
      </Select>
    </Field>
  );
}

export function FilterText({ name, label, value, maxLength }: Named<string> & { maxLength: number }) {
  return (
    <Field id={name} label={label}>
      <Input dense id={name} name={name} maxLength={maxLength} defaultValue={value ?? ''} />
    </Field>
  );
}

export function FilterInstant({ name, label, value }: Named<Date>) {
  return (
    <Field id={name} label={label}>
      <Input dense id={name} name={name} type="datetime-local" defaultValue={value ? writeInstant(value) : ''} />
    </Field>
  );
}
