import { getTranslations } from 'next-intl/server';
import { Frame } from '@/app/console/frame';
import { type After, ListPage, readAfter } from '@/app/console/list-page';
import { requireAgent } from '@/app/console/signed-in';
import { Cell, Row } from '@/components/console/table';
import { Button } from '@/components/ui/button';
import { type AppLine, listAppsForConsole, nextAfter } from '@/lib/reports/console-lists';
import { can } from '@/lib/rules/permissions';

export default async function AppsPage(props: After) {
  const { agent, now } = await requireAgent('apps:read');
  const t = await getTranslations('console');
  const apps = await listAppsForConsole(await readAfter(props));
  const columns = [
    { key: 'key', label: t('lists.key') },
    { key: 'name', label: t('lists.name') },
    { key: 'publisher', label: t('lists.publisher') },
    { key: 'currency', label: t('lists.currency') },
    { key: 'dialect', label: t('lists.dialect') },
    { key: 'callback', label: t('lists.callback') },
  ];
  return (
    <Frame agent={agent} now={now} place="apps">
      <ListPage
        title={t('nav.apps')}
        path="/console/apps"
        columns={columns}
        empty={apps.length === 0}
        next={nextAfter(apps)}
      >
        {apps.map((app) => (
          <Row key={app.key}>
            <Cell className="font-mono">
              <a
                data-row
                href={`/console/apps/${encodeURIComponent(app.key)}`}
                className="inline-flex min-h-6 items-center text-accent hover:underline"
              >
                {app.key}
              </a>
            </Cell>
            <Cell className="font-medium">{app.name}</Cell>
            <Cell>{app.publisherName}</Cell>
            <Cell>{app.currencyName}</Cell>
            <Cell>{app.callbackDialect ?? t('table.nobody')}</Cell>
            <Cell>
              {t(`lists.${callbackState(app)}`)}
              {app.callbackPausedAt && can(agent.role, 'callbacks:resume') && (
                <Resume appKey={app.key} label={t('lists.resume')} what={t('lists.resumeOf', { name: app.name })} />
              )}
            </Cell>
          </Row>
        ))}
      </ListPage>
    </Frame>
  );
}

/** What has waited is sent a few at a time. */
function Resume({ appKey, label, what }: { appKey: string; label: string; what: string }) {
  return (
    <form method="post" action={`/api/console/apps/${encodeURIComponent(appKey)}/callbacks`} className="ms-3 inline">
      <input type="hidden" name="action" value="resume" />
      <Button size="dense" look="secondary" aria-label={what}>
        {label}
      </Button>
    </form>
  );
}

function callbackState({ callbackDialect, callbackEnabled, callbackPausedAt }: AppLine) {
  if (callbackDialect === null) return 'callbackNone';
  if (callbackPausedAt) return 'callbackPaused';
  return callbackEnabled ? 'callbackOn' : 'callbackOff';
}
