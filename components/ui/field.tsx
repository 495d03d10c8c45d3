/**
 * A form field: label, hint, control, error. The three are tied together for screen readers; an error is announced when it
 * appears. Text in controls is never under 16 px on the wall (`roomy`), or phones zoom in.
 */
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';

type FieldProps = { id: string; label: ReactNode; hint?: ReactNode; error?: string | null; children: ReactNode };

export function Field({ id, label, hint, error, children }: FieldProps) {
  return (
    <div className="grid gap-1.5" data-field={id}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {hint && (
        <div id={`${id}-hint`} className="text-sm text-quiet">
          {hint}
        </div>
      )}
      {children}
      <FieldError id={id} error={error} />
    </div>
  );
}

/** Always there, so that a message that is put into it later is announced. */
export function FieldError({ id, error }: { id: string; error?: string | null }) {
  return (
    <p id={`${id}-error`} role="alert" className="flex gap-1.5 text-sm text-bad empty:hidden">
      {error && <Icon name="warning" />}
      {error && <span>{error}</span>}
    </p>
  );
}

/** What a control needs to be tied to its field. */
export function describedBy(id: string, { hint, error }: { hint?: boolean; error?: string | null }) {
  return {
    id,
    'aria-describedby': classNames(hint && `${id}-hint`, `${id}-error`),
    'aria-invalid': error ? true : undefined,
  };
}

type Size = { dense?: boolean };
const control = (dense: boolean | undefined, className: string | undefined) =>
  classNames(
    'w-full rounded-box border border-edge bg-raised text-ink placeholder:text-quiet',
    'aria-invalid:border-bad user-invalid:border-bad',
    dense ? 'min-h-7 px-2 py-0.5 text-sm' : 'min-h-11 px-3 py-2 text-base',
    className,
  );

export function Input({ dense, className, ...rest }: Size & ComponentProps<'input'>) {
  return <input className={control(dense, className)} {...rest} />;
}

export function Textarea({ dense, className, ...rest }: Size & ComponentProps<'textarea'>) {
  return <textarea className={control(dense, className)} {...rest} />;
}

export function Select({ dense, className, ...rest }: Size & ComponentProps<'select'>) {
  return <select className={control(dense, className)} {...rest} />;
}

export function Checkbox({ label, className, ...rest }: { label: ReactNode } & ComponentProps<'input'>) {
  return (
    <label className={classNames('flex min-h-11 cursor-pointer items-center gap-3', className)}>
      <input type="checkbox" className="size-5 shrink-0" {...rest} />
      <span className="min-w-0 flex-1">{label}</span>
    </label>
  );
}
