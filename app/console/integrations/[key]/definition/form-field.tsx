/** The fields of the form: each with its label, what was typed, and what is wrong with it. */
import type { ComponentProps, ReactNode } from 'react';
import { Checkbox, describedBy, Field, Input, Select, Textarea } from '@/components/ui/field';
import type { Fields } from '@/lib/dialects/definition-form';

/** `faults` by the name of the field; `act`: the button that was just pressed. */
export type FormState = { fields: Fields; faults: ReadonlyMap<string, string>; act: string };

type Named = { state: FormState; name: string; label: string; hint?: ReactNode };

/** Names of fields have dots, ids must not. */
export const idOf = (name: string) => `d-${name.replace('.', '-')}`;

const tied = ({ state: { faults }, name, hint }: Named) => ({
  ...describedBy(idOf(name), { hint: hint !== undefined, error: faults.get(name) ?? null }),
  name,
});

function Labelled({ state, name, label, hint, children }: Named & { children: ReactNode }) {
  return (
    <Field id={idOf(name)} label={label} hint={hint} error={state.faults.get(name)}>
      {children}
    </Field>
  );
}

type TextProps = Named & Pick<ComponentProps<'input'>, 'placeholder' | 'maxLength' | 'inputMode'>;

export function TextField({ state, name, label, hint, ...rest }: TextProps) {
  const named = { state, name, label, hint };
  return (
    <Labelled {...named}>
      <Input
        dense
        {...tied(named)}
        dir="ltr"
        autoComplete="off"
        spellCheck={false}
        className="font-mono"
        maxLength={100}
        defaultValue={state.fields[name]}
        {...rest}
      />
    </Labelled>
  );
}

export function LinesField({ rows = 3, placeholder, ...named }: Named & { rows?: number; placeholder?: string }) {
  return (
    <Labelled {...named}>
      <Textarea
        dense
        {...tied(named)}
        dir="ltr"
        spellCheck={false}
        rows={rows}
        maxLength={2000}
        className="font-mono"
        placeholder={placeholder}
        defaultValue={named.state.fields[named.name]}
      />
    </Labelled>
  );
}

export function ChoiceField({
  options,
  ...named
}: Named & { options: readonly (readonly [value: string, label: string])[] }) {
  return (
    <Labelled {...named}>
      <Select dense {...tied(named)} defaultValue={named.state.fields[named.name]}>
        {options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
    </Labelled>
  );
}

export function CheckField({ state, name, label }: Named) {
  return (
    <div>
      <Checkbox
        id={idOf(name)}
        name={name}
        value="on"
        defaultChecked={state.fields[name] === 'on'}
        label={label}
        className="min-h-7"
      />
      {state.faults.get(name) && <p className="text-sm text-bad">{state.faults.get(name)}</p>}
    </div>
  );
}

/** Where something stands: in a parameter, in the address, or in a header. */
export function PlaceFields({
  state,
  prefix,
  labels,
}: {
  state: FormState;
  prefix: 'time' | 'proof';
  labels: PlaceLabels;
}) {
  return (
    <div className="grid items-end gap-3 sm:grid-cols-3">
      <ChoiceField state={state} name={`${prefix}In`} label={labels.in} options={labels.places} />
      <TextField state={state} name={`${prefix}Name`} label={labels.name} />
      <div hidden={state.fields[`${prefix}In`] !== 'header'}>
        <TextField state={state} name={`${prefix}Prefix`} label={labels.prefix} />
      </div>
    </div>
  );
}

export type PlaceLabels = { in: string; name: string; prefix: string; places: readonly (readonly [string, string])[] };
