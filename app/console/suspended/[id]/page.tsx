/** One mail that nobody could put to a ticket: what it says, where it is from, and what is to become of it. */
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { isUuid } from '@/app/api/console/tickets/ticket-door';
import { readFlash } from '@/app/console/flash';
import { Frame } from '@/app/console/frame';
import { requireAgent } from '@/app/console/signed-in';
import { MailContentPane } from '@/app/console/suspended/[id]/mail-content';
import { SettleMail } from '@/app/console/suspended/[id]/settle-mail';
import { Words } from '@/app/console/tickets/[number]/words';
import { Pane } from '@/components/console/pane';
import { Icon } from '@/components/ui/icon';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { trueHop } from '@/lib/foundation/route';
import { forgottenAt, mailQuery, readMailFilter } from '@/lib/rules/mail-filter';
import { can } from '@/lib/rules/permissions';
import { notePiiView } from '@/lib/tickets/note-pii-view';
import { type MailForAgent, readMailForAgent } from '@/lib/tickets/read-suspended';

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ problem?: string | string[]; from?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('console.suspended'))('one') };
}

export default async function MailPage({ params, searchParams }: Props) {
  const { agent, now } = await requireAgent('pii:view');
  const { id } = await params;
  const mail = (isUuid(id) ? await readMailForAgent(id) : null) ?? notFound();
  const ip = trueHop((await headers()).get('x-forwarded-for') ?? '');
  await notePiiView({ subject: `mail:${id}`, agentId: agent.id, ip });
  const asked = await searchParams;
  const flash = await readFlash([asked.problem].flat()[0]);
  const from = listOf([asked.from].flat()[0] ?? flash?.typed.from ?? '');
  const t = await getTranslations('console.suspended');
  return (
    <Frame agent={agent} now={now} place="suspended">
      <div className="grid grid-cols-1 gap-3">
        <a
          href={`/console/suspended${from && `?${from}`}`}
          className="inline-flex w-fit items-center gap-1 text-accent hover:underline"
        >
          <Icon name="back" className="size-4" />
          {t('back')}
        </a>
        {flash && <Notice tone="bad" title={flash.message} />}
        <Heading mail={mail} />
        <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <Pane id="words" title={t('words')}>
            {mail.content ? (
              <>
                <Words>{mail.content.said || t('noWords')}</Words>
                {mail.content.folded && <Quoted words={mail.content.folded} label={t('quoted')} />}
              </>
            ) : (
              <p className="text-quiet">{t(mail.isKept ? 'unreadable' : 'forgotten')}</p>
            )}
          </Pane>
          <div className="grid gap-3">
            <SettleMail mail={mail} from={from} typed={flash?.typed ?? {}} mayHandle={can(agent.role, 'mail:handle')} />
            <MailContentPane mail={mail} mayTake={can(agent.role, 'mail:handle')} />
          </div>
        </div>
      </div>
    </Frame>
  );
}

/** Only what is a list of ours. */
function listOf(text: string): string {
  return mailQuery(readMailFilter(Object.fromEntries(new URLSearchParams(text)))).toString();
}

function Quoted({ words, label }: { words: string; label: string }) {
  return (
    <details>
      <summary className="w-fit text-quiet">{label}</summary>
      <p dir="auto" className="wrap-anywhere whitespace-pre-wrap text-quiet">
        {words}
      </p>
    </details>
  );
}

async function Heading({ mail }: { mail: MailForAgent }) {
  const t = await getTranslations('console.suspended');
  const locale = await getLocale();
  const state = mail.outcome === 'SUSPENDED' || mail.outcome === 'REJECTED';
  return (
    <header className="grid gap-1">
      <h1 className="text-lg font-semibold wrap-anywhere">
        <bdi>{mail.subject || t('noSubject')}</bdi>
      </h1>
      <p className="flex flex-wrap gap-x-3 text-quiet">
        <bdi className="wrap-anywhere">{mail.fromAddress ?? t('noSender')}</bdi>
        <Time at={mail.receivedAt} style="exact" locale={locale} />
        {state && (
          <span>
            {t.rich('until', { date: () => <Time at={forgottenAt(mail.receivedAt)} style="day" locale={locale} /> })}
          </span>
        )}
      </p>
    </header>
  );
}
