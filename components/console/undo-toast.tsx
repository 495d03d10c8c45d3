/**
 * What was decided a moment ago, how long it can still be taken back, and the button that does. It follows the agent to the
 * next page; the ticket's own page shows the same in its action bar.
 */
import { useTranslations } from 'next-intl';
import { Countdown } from '@/components/console/countdown';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';

export type UndoItem = {
  id: string;
  number: string;
  kind: 'decide' | 'ask-user';
  outcome: 'approve' | 'deny' | null;
  /** The colleague who did it; null for oneself. */
  by: string | null;
  seconds: number;
};

export function UndoToasts({ items }: { items: readonly UndoItem[] }) {
  const t = useTranslations('console.undo');
  if (items.length === 0) return null;
  return (
    <section
      aria-label={t('title')}
      className="fixed inset-x-4 bottom-16 z-20 grid gap-2 sm:inset-x-auto sm:end-4 sm:w-96"
    >
      {items.map((item) => (
        <div key={item.id} role="status" className="rounded-box border border-edge bg-raised p-2 ps-3 shadow-lg">
          <UndoLine item={item} mayUndo linked />
        </div>
      ))}
    </section>
  );
}

type UndoLineProps = { item: UndoItem; mayUndo: boolean; linked?: boolean };

export function UndoLine({ item, mayUndo, linked = false }: UndoLineProps) {
  const t = useTranslations('console.undo');
  const what = item.outcome ?? 'ask';
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {linked && (
        <a href={`/console/tickets/${item.number}`} className="font-mono text-accent hover:underline">
          {item.number}
        </a>
      )}
      <span className="font-medium">{item.by ? t(`${what}By`, { name: item.by }) : t(what)}</span>
      <span className="text-quiet">
        <Countdown
          key={item.id}
          seconds={item.seconds}
          text={t('sentIn', { seconds: '{seconds}' })}
          over={t('sending')}
        />
      </span>
      {mayUndo && (
        <form method="post" action={`/api/console/tickets/${item.number}/undo`} className="ms-auto">
          <input type="hidden" name="intent" value={item.id} />
          <Button size="dense" data-command="undo">
            <Icon name="undo" className="size-4" />
            {t('undo')}
          </Button>
        </form>
      )}
    </div>
  );
}
