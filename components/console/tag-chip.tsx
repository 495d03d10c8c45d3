/** A tag in its colour; its name is what it says, the colour only helps to find it again. */
import { classNames } from '@/components/ui/class-names';
import { TONES } from '@/components/ui/status-chip';
import type { TagTone } from '@/lib/rules/tags';

export function TagChip({ tone, children }: { tone: TagTone; children: string }) {
  return (
    <span
      className={classNames('inline-block rounded-chip border px-1.5 text-xs/5 font-medium wrap-anywhere', TONES[tone])}
    >
      {children}
    </span>
  );
}
