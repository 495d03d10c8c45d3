/** A state is an icon, a word and a colour, never a colour alone. */
import { classNames } from '@/components/ui/class-names';
import { Icon, type IconName } from '@/components/ui/icon';

export type Tone = 'ok' | 'wait' | 'bad' | 'info' | 'plain';

export const TONES: Record<Tone, string> = {
  ok: 'text-ok bg-ok-fill border-ok-line',
  wait: 'text-wait bg-wait-fill border-wait-line',
  bad: 'text-bad bg-bad-fill border-bad-line',
  info: 'text-info bg-info-fill border-info-line',
  plain: 'text-quiet bg-surface border-line',
};

type StatusChipProps = { tone: Tone; icon: IconName; children: string; className?: string };

export function StatusChip({ tone, icon, children, className }: StatusChipProps) {
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1 rounded-chip border px-2 py-0.5 text-sm font-medium',
        TONES[tone],
        className,
      )}
    >
      <Icon name={icon} className="size-4" />
      <span>{children}</span>
    </span>
  );
}
