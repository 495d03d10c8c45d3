/** Buttons do something, links go somewhere; both come in the same looks. `roomy` is the wall's size (44 px), `dense` the console's. */
import type { ComponentProps } from 'react';
import { classNames } from '@/components/ui/class-names';

type Look = { look?: 'primary' | 'secondary' | 'danger' | 'quiet'; size?: 'roomy' | 'dense'; wide?: boolean };

const LOOKS = {
  primary: 'bg-accent text-on-accent border-transparent hover:opacity-90',
  secondary: 'bg-raised text-ink border-edge hover:bg-surface',
  danger: 'bg-raised text-bad border-bad-line hover:bg-bad-fill',
  quiet: 'text-accent border-transparent hover:bg-accent-fill',
};
const SIZES = { roomy: 'min-h-11 px-4 py-2', dense: 'min-h-7 px-2.5 py-0.5 text-sm' };

function looks({ look = 'secondary', size = 'roomy', wide = false }: Look): string {
  return classNames(
    'inline-flex items-center justify-center gap-2 rounded-box border font-medium no-underline cursor-pointer text-center',
    'disabled:cursor-not-allowed disabled:bg-line disabled:text-quiet disabled:border-transparent disabled:opacity-100',
    LOOKS[look],
    SIZES[size],
    wide && 'w-full',
  );
}

export function Button({ look, size, wide, className, type = 'submit', ...rest }: Look & ComponentProps<'button'>) {
  return <button type={type} className={classNames(looks({ look, size, wide }), className)} {...rest} />;
}

export function LinkButton({ look, size, wide, className, ...rest }: Look & ComponentProps<'a'>) {
  return <a className={classNames(looks({ look, size, wide }), className)} {...rest} />;
}
