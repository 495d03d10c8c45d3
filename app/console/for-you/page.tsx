/** What waits for one agent alone: decisions of theirs that could not be carried out, and notes that name them. */
import type { Metadata } from 'next';
import { useLocale, useTranslations } from 'next-intl';
import { getTranslations } from 'next-intl/server';
import { Frame } from '@/app/console/frame';
import { requireAgent } from '@/app/console/signed-in';
import { Pane } from '@/components/console/pane';
import { Button } from '@/components/ui/button';
import { StatusChip } from '@/components/ui/status-chip';
import { Time } from '@/components/ui/time';
import { type MentionEntry, readMyMentions } from '@/lib/tickets/mentions';
import { type FailedIntent, readFailedIntentsOf } from '@/lib/tickets/my-intents';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('console.forYou'))('title') };
}

export default async function ForYouPage() {
  const { agent, now } = await requireAgent('tickets:read');
  const [failed, mentions] = await Promise.all([readFailedIntentsOf(agent.id), readMyMentions(agent.id)]);
  const t = await getTranslations('console.forYou');
  return (
    <Frame agent={agent} now={now} place={null}>
      <div className="grid max-w-3xl gap-3">
        <h1 className="text-lg font-semibold">{t('title')}</h1>
        <Failed failed={failed} now={now} />
        <Mentions mentions={mentions} now={now} />
      </div>
    </Frame>
  );
}

function Failed({ failed, now }: { failed: FailedIntent[]; now: Date }) {
  const t = useTranslations('console.forYou');
  const locale = useLocale();
  return (
    <Pane id="failed" title={t('failed')}>
      <p className="text-quiet">{t(failed.length > 0 ? 'failedHint' : 'noFailed')}</p>
      <ul className="grid gap-2">
        {failed.map(({ id, number, outcome, failure, failedAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <TicketLink number={number} />
            <span>
              {t(outcome ?? 'ask')}: {t.has(`because.${failure}`) ? t(`because.${failure}`) : t('because.other')}
            </span>
            <span className="text-quiet">
              <Time at={failedAt} now={now} locale={locale} />
            </span>
            <SeenButton name="intent" value={id} label={t('seen')} />
          </li>
        ))}
      </ul>
    </Pane>
  );
}

function Mentions({ mentions, now }: { mentions: MentionEntry[]; now: Date }) {
  const t = useTranslations('console.forYou');
  const locale = useLocale();
  const isNew = mentions.some(({ seen }) => !seen);
  return (
    <Pane id="mentions" title={t('mentions')}>
      {mentions.length === 0 && <p className="text-quiet">{t('noMentions')}</p>}
      <ul className="grid gap-3">
        {mentions.map(({ number, by, body, at, seen }) => (
          <li key={`${number} ${at.getTime()} ${by}`} className="grid gap-1">
            <span className="flex flex-wrap items-center gap-x-3">
              <TicketLink number={number} />
              <bdi className="font-medium">{by}</bdi>
              <span className="text-quiet">
                <Time at={at} now={now} locale={locale} />
              </span>
              {!seen && (
                <StatusChip tone="wait" icon="info" className="px-1.5 py-0">
                  {t('new')}
                </StatusChip>
              )}
            </span>
            <p dir="auto" className="line-clamp-3 break-words whitespace-pre-wrap">
              {body}
            </p>
          </li>
        ))}
      </ul>
      {isNew && <SeenButton name="all" value="mentions" label={t('allSeen')} />}
    </Pane>
  );
}

function TicketLink({ number }: { number: string }) {
  return (
    <a
      href={`/console/tickets/${number}`}
      className="inline-flex min-h-6 items-center font-mono text-accent hover:underline"
    >
      {number}
    </a>
  );
}

function SeenButton({ name, value, label }: { name: string; value: string; label: string }) {
  return (
    <form method="post" action="/api/console/for-you" className="ms-auto">
      <input type="hidden" name={name} value={value} />
      <Button size="dense">{label}</Button>
    </form>
  );
}
