import type { ComponentProps } from 'react';
import { classNames } from '@/components/ui/class-names';

export function Card({ className, ...rest }: ComponentProps<'section'>) {
  return <section className={classNames('rounded-box border border-line bg-raised p-4', className)} {...rest} />;
}
