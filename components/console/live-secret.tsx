/** A secret that is live: dots until it is revealed, then with a button that copies it. */
import type { ReactNode } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { StatusChip } from '@/components/ui/status-chip';

type LiveSecretProps = {
  name: string;
  value: string | undefined;
  words: Record<'live' | 'hidden' | 'copy' | 'copied', string>;
  /** Since when. */
  children?: ReactNode;
};

export function LiveSecret({ name, value, words, children }: LiveSecretProps) {
  return (
    <div className="grid gap-1">
      <dt className="flex flex-wrap items-center gap-2 font-medium">
        {name}
        <StatusChip tone="ok" icon="check" className="px-1.5 py-0">
          {words.live}
        </StatusChip>
        {children && <span className="font-normal text-quiet">{children}</span>}
      </dt>
      <dd className="flex flex-wrap items-center gap-2">
        <code dir="ltr" className="rounded-chip border border-line bg-surface px-2 py-0.5 text-xs/5 break-all">
          {value ?? '••••••••••••••••'}
        </code>
        {value && <CopyButton size="dense" text={value} label={words.copy} done={words.copied} />}
        {!value && <span className="sr-only">{words.hidden}</span>}
      </dd>
    </div>
  );
}
