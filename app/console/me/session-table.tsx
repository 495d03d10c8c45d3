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
  /** None for somebody who may only look. */
  door: string | null;
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
    ...(door ? [{ key: 'end', label: t('action') }] : []),
  ];
  return (
    <Table caption={t('caption')} columns={columns}>
      {sessions.map((session) => (
        <Row key={session.id}>
          <Cell>
            {t('on', deviceWords(session.userAgent, t('unknown')))}
            {session.method === 'oidc' && <span className="ms-2 text-quiet">{t('byProvider')}</span>}
          </Cell>
          <Cell>{session.ip ?? '–'}</Cell>
          <Cell>
            <Time at={session.seenAt} now={now} locale={locale} />
          </Cell>
          <Cell>
            <Time at={session.createdAt} style="clock" locale={locale} />
          </Cell>
          {door && <Cell>{session.id === own ? <Own /> : <End door={door} session={session.id} />}</Cell>}
        </Row>
      ))}
    </Table>
  );
}

async function Own() {
  const t = await getTranslations('console.me.sessions');
  return <span className="text-quiet">{t('thisOne')}</span>;
}

async function End({ door, session }: { door: string; session: string }) {
  const t = await getTranslations('console.me.sessions');
  return (
    <form method="post" action={door}>
      <input type="hidden" name="act" value="end-sessions" />
      <Button size="dense" name="session" value={session}>
        {t('end')}
      </Button>
    </form>
  );
}

function deviceWords(userAgent: string | null, unknown: string): { browser: string; system: string } {
  const { browser, system } = deviceOf(userAgent);
  return { browser: browser ?? unknown, system: system ?? unknown };
}
