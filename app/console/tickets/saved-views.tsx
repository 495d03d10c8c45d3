/** The lists that were saved, a form to save this one, and the way back for one that was deleted by mistake. */
import { Trash2 } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { type ListAddress, listHref, listQuery } from '@/app/console/tickets/list-address';
import { Button } from '@/components/ui/button';
import { Input, Select } from '@/components/ui/field';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { can } from '@/lib/rules/permissions';
import { listViews, type SavedView, VISIBILITIES } from '@/lib/tickets/saved-views';

type ViewsProps = { agent: SignedInAgent; address: ListAddress; deleted: string | undefined };

export async function SavedViews({ agent, address, deleted }: ViewsProps) {
  const t = await getTranslations('console.views');
  const mayShare = can(agent.role, 'views:share');
  const views = await listViews({ id: agent.id, role: agent.role, mayShare });
  return (
    <details className="relative" open={deleted !== undefined}>
      <summary className="flex min-h-7 cursor-pointer items-center rounded-chip px-2 text-accent hover:bg-raised">
        {t('title')}
      </summary>
      <div className="absolute end-0 z-10 mt-1 grid w-80 gap-3 rounded-box border border-line bg-raised p-3 shadow-lg max-sm:fixed max-sm:inset-x-4 max-sm:w-auto">
        {deleted && <Undo id={deleted} address={address} />}
        {views.length === 0 ? (
          <p className="text-quiet">{t('none')}</p>
        ) : (
          <ul className="grid max-h-80 gap-1 overflow-y-auto">
            {views.map((view) => (
              <View key={view.id} view={view} address={address} mayChange={view.mine || mayShare} />
            ))}
          </ul>
        )}
        <Save address={address} mayShare={mayShare} />
      </div>
    </details>
  );
}

async function View({ view, address, mayChange }: { view: SavedView; address: ListAddress; mayChange: boolean }) {
  const t = await getTranslations('console.views');
  return (
    <li className="flex items-center gap-1">
      <a
        href={`/console/tickets?${view.query}`}
        className="flex min-h-7 min-w-0 flex-1 items-center justify-between gap-2 rounded-chip px-2 hover:bg-surface"
      >
        <bdi className="truncate">{view.name}</bdi>
        <span className="text-quiet">{t(`for.${view.visibility}`)}</span>
      </a>
      {mayChange && (
        <details name="view" className="contents">
          <summary className="cursor-pointer px-1 text-quiet">{t('change')}</summary>
          <form method="post" action={`/api/console/views/${view.id}`} className="flex items-center gap-1">
            <input type="hidden" name="back" value={listHref(address)} />
            <Input
              dense
              name="name"
              defaultValue={view.name}
              maxLength={60}
              aria-label={t('name')}
              className="max-w-32"
            />
            <Button size="dense" name="action" value="rename">
              {t('rename')}
            </Button>
            <Button
              size="dense"
              look="danger"
              name="action"
              value="delete"
              aria-label={t('delete', { name: view.name })}
            >
              <Trash2 aria-hidden="true" className="size-4" />
            </Button>
          </form>
        </details>
      )}
    </li>
  );
}

async function Undo({ id, address }: { id: string; address: ListAddress }) {
  const t = await getTranslations('console.views');
  return (
    <form
      method="post"
      action={`/api/console/views/${encodeURIComponent(id)}`}
      className="flex items-center justify-between gap-2"
    >
      <span role="status">{t('deleted')}</span>
      <input type="hidden" name="back" value={listHref(address)} />
      <Button size="dense" name="action" value="restore">
        {t('undo')}
      </Button>
    </form>
  );
}

async function Save({ address, mayShare }: { address: ListAddress; mayShare: boolean }) {
  const t = await getTranslations('console.views');
  return (
    <form method="post" action="/api/console/views" className="grid gap-2 border-t border-line pt-3">
      <input type="hidden" name="query" value={listQuery(address)} />
      <label htmlFor="view-name" className="grid gap-1 font-medium">
        {t('saveAs')}
        <Input dense id="view-name" name="name" required maxLength={60} />
      </label>
      <div className="flex items-end gap-2">
        <label htmlFor="view-for" className="grid flex-1 gap-1 font-medium">
          {t('visibleTo')}
          <Select dense id="view-for" name="visibility" defaultValue="me">
            {VISIBILITIES.filter((visibility) => visibility === 'me' || mayShare).map((visibility) => (
              <option key={visibility} value={visibility}>
                {t(`for.${visibility}`)}
              </option>
            ))}
          </Select>
        </label>
        <Button size="dense" look="primary">
          {t('save')}
        </Button>
      </div>
    </form>
  );
}
