/**
 * An instant. `relative` needs `now`; its exact instant is in the title, and on tap with `tap` (which must stand in a
 * block, not in a paragraph). In React on the server and in the browser alike.
 */
import { instantText, relativeText, type TimeStyle } from '@/components/ui/time-text';

type TimeProps = { at: Date; locale: string; className?: string } & (
  | { style: Exclude<TimeStyle, 'relative'>; now?: undefined; tap?: undefined }
  | { style?: 'relative'; now: Date; tap?: boolean }
);

export function Time({ at, locale, style = 'relative', now, tap, className }: TimeProps) {
  const exact = instantText(at, 'exact', locale, 'UTC');
  const text = style === 'relative' ? relativeText(at, now!, locale) : instantText(at, style, locale, 'UTC');
  const written = (
    <time dateTime={at.toISOString()} title={exact} data-style={style} className={className} suppressHydrationWarning>
      {text}
    </time>
  );
  if (!tap) return written;
  return (
    <details className="inline-block">
      <summary className="list-none underline decoration-dotted decoration-from-font underline-offset-4">
        {written}
      </summary>
      <time dateTime={at.toISOString()} data-style="exact" className="text-sm text-quiet" suppressHydrationWarning>
        {exact}
      </time>
    </details>
  );
}
