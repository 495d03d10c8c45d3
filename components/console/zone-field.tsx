/** A time zone by its IANA name, with those that the runtime knows to choose from. */
import { describedBy, Field, Input } from '@/components/ui/field';

type ZoneFieldProps = { label: string; hint: string; value?: string; readOnly?: boolean };

export function ZoneField({ label, hint, value, readOnly }: ZoneFieldProps) {
  return (
    <>
      <Field id="timeZone" label={label} hint={hint}>
        <Input
          dense
          {...describedBy('timeZone', { hint: true })}
          name="timeZone"
          list="zones"
          required
          maxLength={64}
          defaultValue={value}
          readOnly={readOnly}
        />
      </Field>
      <datalist id="zones">
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}
