/** Where an agent is signed in, each with a button that ends it. */
import { getLocale, getTranslations } from 'next-intl/server';
import { Nothing } from '@/components/console/pane';
import { Cell, Row, Table } from '@/components/console/table';
import { Button } from '@/components/ui/button';
import { Time } from '@/components/ui/time';
import type { OpenSession } from '@/lib/accounts/own-sessions';
import { deviceOf } from '@/lib/rules/device-words';

type SessionTableProps = {
  sessions: readonly OpenSession[];
  door: string;
  /** The session that is looking; it ends by signing out. */
  own: string;
  now: Date;
};

export async function SessionTable({ sessions, door, own, now }: SessionTableProps) {
  const [t, locale] = [await getTranslations('console.me.sessions'), await getLocale()];
  if (sessions.length === 0) return <Nothing>{t('none')}</Nothing>;
  const columns = [
    { key: 'device', label: t('device') },
    { key: 'ip', label: t('ip') },
    { key: 'seen', label: t('seen') },
    { key: 'since', label: t('since') },
    { key: 'end', label: t('action') },
  ];
  return (
    <Table caption={t('title')} columns={columns}>
      {sessions.map((session) => (
        <Row key={session.id}>
          <Cell>{t('on', deviceWords(session.userAgent, t('unknown')))}</Cell>
          <Cell>{session.ip ?? '–'}</Cell>
          <Cell>
            <Time at={session.seenAt} now={now} locale={locale} />
          </Cell>
          <Cell>
            <Time at={session.createdAt} style="clock" locale={locale} />
          </Cell>
          <Cell>
            {session.id === own ? (
              <span className="text-quiet">{t('thisOne')}</span>
            ) : (
              <form method="post" action={door}>
                <Button size="dense" name="session" value={session.id}>
                  {t('end')}
                </Button>
              </form>
            )}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function deviceWords(userAgent: string | null, unknown: string): { browser: string; system: string } {
  const { browser, system } = deviceOf(userAgent);
  return { browser: browser ?? unknown, system: system ?? unknown };
}
