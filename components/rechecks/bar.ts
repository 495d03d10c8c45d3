/** How far something is, in the colours of the page; the number stands beside it. */
export const BAR =
  'h-2 w-full max-w-md appearance-none overflow-hidden rounded-chip bg-line ' +
  '[&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent';
