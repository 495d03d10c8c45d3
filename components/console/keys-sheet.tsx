/** What the keyboard can do. Opened by `?` or by the button in the person menu. */
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';

const KEYS = [
  ['j', 'down'],
  ['k', 'up'],
  ['Enter', 'open'],
  ['/', 'search'],
  ['g a', 'approve'],
  ['g d', 'deny'],
  ['g n', 'note'],
  ['g l', 'list'],
  ['?', 'help'],
] as const;

export function KeysSheet() {
  const t = useTranslations('console.keys');
  return (
    <dialog
      id="keys"
      aria-labelledby="keys-title"
      className="m-auto rounded-box border border-line bg-raised p-4 text-ink shadow-lg"
    >
      <h2 id="keys-title" className="mb-2 font-semibold">
        {t('title')}
      </h2>
      <dl className="mb-3 grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1">
        {KEYS.map(([keys, action]) => (
          <div key={action} className="contents">
            <dt>
              <Keys>{keys}</Keys>
            </dt>
            <dd>{t(action)}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <Button size="dense">{t('close')}</Button>
      </form>
    </dialog>
  );
}

export function Keys({ children }: { children: string }) {
  return (
    <kbd className="rounded-chip border border-line bg-surface px-1.5 font-mono text-xs text-quiet">{children}</kbd>
  );
}
