/** What can be done when an order is over: what failed once more, what was done taken back, all of it as a file. */
import { useTranslations } from 'next-intl';
import { TypedCount } from '@/app/console/bulk/typed-count';
import { Button } from '@/components/ui/button';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { bulkLine, TYPED_ABOVE } from '@/lib/rules/bulk';
import { can } from '@/lib/rules/permissions';
import type { BulkJob } from '@/lib/tickets/bulk-read';

export function Ways({ job, agent }: { job: BulkJob; agent: SignedInAgent }) {
  const t = useTranslations('console.bulk');
  const { id, kind, action, status, done, failed } = job;
  const isOver = status === 'DONE' || status === 'CANCELLED';
  const may = isOver && kind !== 'undo' && can(agent.role, bulkLine(action).permission);
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
      {may && failed > 0 && <Way id={id} act="retry" count={failed} />}
      {may && done > 0 && bulkLine(action).canBeUndone && <Way id={id} act="undo" count={done} />}
      <a
        href={`/api/console/bulk/${id}/results`}
        className="inline-flex min-h-7 items-center rounded-chip px-2 text-accent hover:bg-raised"
      >
        {t('csv')}
      </a>
    </div>
  );
}

function Way({ id, act, count }: { id: string; act: 'retry' | 'undo'; count: number }) {
  const t = useTranslations('console.bulk');
  return (
    <form method="post" action={`/api/console/bulk/${id}`} className="flex flex-wrap items-end gap-2">
      <input type="hidden" name="act" value={act} />
      {count > TYPED_ABOVE && <TypedCount id={`${act}-count`} total={count} />}
      <Button size="dense">{t(act, { count })}</Button>
    </form>
  );
}
