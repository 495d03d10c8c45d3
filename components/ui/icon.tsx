/** Our own few icons, drawn on a 20 × 20 grid. Decoration: the word beside an icon says what it means. */
import { classNames } from '@/components/ui/class-names';

const PATHS = {
  check: 'm4 10.5 4 4 8-9',
  cross: 'm5 5 10 10M15 5 5 15',
  half: 'M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14',
  dotted: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14',
  circle: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14',
  clock: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14m0 3.5V10l2.5 2',
  warning: 'M10 3 2.5 16.5h15zM10 8v4m0 2.2v.1',
  info: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14m0 6v4.5M10 6.5v.1',
  back: 'M12.5 4.5 7 10l5.5 5.5',
  next: 'M7.5 4.5 13 10l-5.5 5.5',
  copy: 'M7.5 7.5h9v9h-9zM4 12.5H3.5v-9h9V4',
  mail: 'M3 5h14v10.5H3zm0 .5 7 5.5 7-5.5',
  picture: 'M3 4h14v12H3zm0 9 4-4 3.5 3.5L13 10l4 4M12.5 7.5v.1',
  undo: 'M7.5 5 4 8.5 7.5 12M4 8.5h7.5a4 4 0 0 1 0 8H8',
  question: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14M8 8.2a2 2 0 1 1 2.7 1.9c-.5.2-.7.5-.7 1.2m0 2.2v.1',
} as const;

export type IconName = keyof typeof PATHS;
const MIRRORED: readonly IconName[] = ['back', 'next', 'undo'];

export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 20 20"
      className={classNames('inline-block size-5 shrink-0', MIRRORED.includes(name) && 'rtl:-scale-x-100', className)}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeDasharray={name === 'dotted' ? '2.2 2.2' : undefined}
    >
      {name === 'half' && <path d="M10 3a7 7 0 0 0 0 14z" fill="currentColor" stroke="none" />}
      <path d={PATHS[name]} />
    </svg>
  );
}
