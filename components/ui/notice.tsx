import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { Icon, type IconName } from '@/components/ui/icon';
import { TONES } from '@/components/ui/status-chip';

const ICONS: Record<'ok' | 'wait' | 'bad' | 'info', IconName> = {
  ok: 'check',
  wait: 'clock',
  bad: 'warning',
  info: 'info',
};

type NoticeProps = { tone: keyof typeof ICONS; title?: ReactNode; children?: ReactNode; id?: string };

/** Something the person should know now. Bad news is announced at once, the rest when the reader pauses. */
export function Notice({ tone, title, children, id }: NoticeProps) {
  return (
    <div
      id={id}
      role={tone === 'bad' ? 'alert' : 'status'}
      className={classNames('flex gap-2.5 rounded-box border p-3', TONES[tone])}
    >
      <Icon name={ICONS[tone]} className="mt-0.5" />
      <div className="grid min-w-0 flex-1 gap-1">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className="text-ink">{children}</div>}
      </div>
    </div>
  );
}
