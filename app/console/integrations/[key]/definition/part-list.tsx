/** The parts that are signed, in their order: added, moved and removed by buttons that are all of the same form. */
import { useTranslations } from 'next-intl';
import { type FormState, idOf } from '@/app/console/integrations/[key]/definition/form-field';
import { Button } from '@/components/ui/button';
import { describedBy, FieldError, Input, Select } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { MOST_PARTS, PART_KINDS, readParts } from '@/lib/dialects/definition-form';

export function PartList({ state }: { state: FormState }) {
  const t = useTranslations('console.integration.definition');
  const parts = readParts(state.fields);
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-medium text-quiet">{t('parts')}</legend>
      <FieldError id={idOf('parts')} error={state.faults.get('parts')} />
      {parts.length === 0 && <p className="text-quiet">{t('noParts')}</p>}
      <ol className="grid gap-2">
        {parts.map(({ kind, of }, at) => (
          // Rows move only with a page of their own, so that whoever types keeps the cursor while the preview follows.
          <li key={idOf(`row.${at}`)}>
            <PartRow state={state} at={at} kind={kind} of={of} last={at === parts.length - 1} />
          </li>
        ))}
      </ol>
      {parts.length < MOST_PARTS && (
        <div>
          <Button size="dense" name="act" value="add">
            {t('addPart')}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

/** Parts that need a name or a text; for sorted lists it is what joins them. */
const SAYS_MORE: readonly string[] = ['value', 'pair', 'text'];

type PartRowProps = { state: FormState; at: number; kind: string; of: string; last: boolean };

function PartRow({ state, at, kind, of, last }: PartRowProps) {
  const t = useTranslations('console.integration.definition');
  const number = at + 1;
  const [name, value] = [`part.${at}`, `of.${at}`];
  const fault = state.faults.get(name) ?? state.faults.get(value) ?? null;
  const focused = focusAfter(state.act);
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-center gap-1.5">
        <span className="w-5 text-end text-quiet tabular-nums">{number}.</span>
        <Select
          dense
          {...describedBy(idOf(name), { error: fault })}
          name={name}
          aria-label={t('partKind', { number })}
          defaultValue={kind}
          // After a press the keyboard goes on where the new part stands.
          autoFocus={state.act === 'add' && last}
          className="w-auto min-w-44 flex-1"
        >
          {PART_KINDS.map((one) => (
            <option key={one} value={one}>
              {t(`part.${one}`)}
            </option>
          ))}
        </Select>
        <Input
          dense
          {...describedBy(idOf(value), { error: fault })}
          name={value}
          dir="ltr"
          aria-label={t('partOf', { number })}
          placeholder={SAYS_MORE.includes(kind) ? t('partOfHint') : '–'}
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          defaultValue={of}
          className="w-auto min-w-32 flex-1 font-mono"
        />
        <span className="flex gap-1">
          <Move state={state} act={`up.${at}`} label={t('up', { number })} disabled={at === 0} focus={focused === at} />
          <Move
            state={state}
            act={`down.${at}`}
            label={t('down', { number })}
            disabled={last}
            focus={focused === at && at === 0}
          />
          <Button size="dense" look="quiet" name="act" value={`remove.${at}`} aria-label={t('remove', { number })}>
            <Icon name="cross" className="size-4" />
          </Button>
        </span>
      </div>
      <FieldError id={idOf(`row.${at}`)} error={fault} />
    </div>
  );
}

type MoveProps = { state: FormState; act: string; label: string; disabled: boolean; focus: boolean };

function Move({ act, label, disabled, focus }: MoveProps) {
  const up = act.startsWith('up');
  return (
    <Button
      size="dense"
      name="act"
      value={act}
      aria-label={label}
      disabled={disabled}
      // After a press the keyboard goes on with the part that was moved.
      autoFocus={focus && !disabled}
    >
      <span aria-hidden="true">{up ? '↑' : '↓'}</span>
    </Button>
  );
}

/** Where the part stands that was just moved. */
function focusAfter(act: string): number | null {
  const [verb, number] = act.split('.');
  if (verb === 'up') return Number(number) - 1;
  return verb === 'down' ? Number(number) + 1 : null;
}
