/** One ticket: decidable without leaving the page (06). */
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type Flash, readFlash } from '@/app/console/flash';
import { Frame } from '@/app/console/frame';
import { requireAgent } from '@/app/console/signed-in';
import { ConversationPane } from '@/app/console/tickets/[number]/conversation-pane';
import { DecisionBar } from '@/app/console/tickets/[number]/decision-bar';
import { DeskBanners } from '@/app/console/tickets/[number]/desk-banners';
import { EvidencePane } from '@/app/console/tickets/[number]/evidence-pane';
import { OfferPane } from '@/app/console/tickets/[number]/offer-pane';
import { PaneAnchors } from '@/app/console/tickets/[number]/pane-anchors';
import { PersonPane } from '@/app/console/tickets/[number]/person-pane';
import { RecheckPane } from '@/app/console/tickets/[number]/recheck-pane';
import { ScreenshotsPane } from '@/app/console/tickets/[number]/screenshots-pane';
import { TicketHeading } from '@/app/console/tickets/[number]/ticket-heading';
import { TicketWays } from '@/app/console/tickets/[number]/ticket-ways';
import { Watch } from '@/app/console/tickets/[number]/watch';
import { readFrom } from '@/app/console/tickets/after-decision';
import { Notice } from '@/components/ui/notice';
import { trueHop } from '@/lib/foundation/route';
import { readRechecks } from '@/lib/rechecks/read-rechecks';
import { can } from '@/lib/rules/permissions';
import { readTicketNumber } from '@/lib/rules/ticket-number';
import { readColleagues } from '@/lib/tickets/agent-mentions';
import { notePiiView } from '@/lib/tickets/note-pii-view';
import { readTicketForAgent } from '@/lib/tickets/read-ticket-for-agent';

type Props = {
  params: Promise<{ number: string }>;
  searchParams: Promise<Record<'problem' | 'from' | 'before', string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: readTicketNumber(decodeURIComponent((await params).number)) ?? undefined };
}

export default async function TicketPage({ params, searchParams }: Props) {
  const { agent, now } = await requireAgent('tickets:read');
  const typed = decodeURIComponent((await params).number);
  const number = readTicketNumber(typed) ?? notFound();
  if (number !== typed) redirect(`/console/tickets/${number}`);
  const pii = can(agent.role, 'pii:view');
  const ticket = (await readTicketForAgent(number, { agentId: agent.id, pii })) ?? notFound();
  if (pii) {
    const ip = trueHop((await headers()).get('x-forwarded-for') ?? '');
    await notePiiView({ subject: `ticket:${number}`, agentId: agent.id, ip });
  }
  const asked = await searchParams;
  const one = (name: keyof typeof asked) => [asked[name]].flat()[0] ?? '';
  const flash = await readFlash(one('problem'));
  const colleagues = (await readColleagues(agent.id)).map(({ name }) => name);
  const rechecks = await readRechecks(ticket, { now });
  return (
    <Frame agent={agent} now={now} place={null}>
      <div className="flex flex-1 flex-col gap-3">
        {flash && !flash.typed.box && !(flash.typed.outcome && ticket.decidable) && <TooLate flash={flash} />}
        <TicketWays number={number} from={readFrom(one('from'))} before={one('before')} agent={agent} />
        <TicketHeading ticket={ticket} agent={agent} now={now} />
        <PaneAnchors asked={rechecks.rechecks.length > 0} />
        <DeskBanners ticket={ticket} now={now} />
        <div className="grid items-start gap-3 wrap-anywhere lg:grid-cols-2 xl:grid-cols-[minmax(0,5fr)_minmax(0,5fr)_minmax(0,3fr)]">
          <EvidencePane
            ticket={ticket}
            now={now}
            mayReplay={can(agent.role, 'integrations:write')}
            mayMail={can(agent.role, 'mail:handle')}
          />
          <div className="grid gap-3">
            <ScreenshotsPane ticket={ticket} />
            <RecheckPane ticket={ticket} agent={agent} rechecks={rechecks} flash={flash} />
            <ConversationPane ticket={ticket} agent={agent} colleagues={colleagues} flash={flash} />
          </div>
          <div className="grid gap-3 max-xl:lg:col-span-2 max-xl:lg:grid-cols-2">
            <PersonPane ticket={ticket} now={now} />
            <OfferPane ticket={ticket} />
          </div>
        </div>
        <Watch ticket={ticket} />
        <DecisionBar ticket={ticket} agent={agent} rechecks={rechecks} flash={flash} now={now} />
      </div>
    </Frame>
  );
}

/** What came back to a form that is no longer on the page: the answer, and the words, so that they can be used elsewhere. */
async function TooLate({ flash }: { flash: Flash }) {
  const t = await getTranslations('console.decide');
  const words = flash.typed.note;
  return (
    <Notice tone="wait" title={flash.message}>
      {words && <p className="break-words whitespace-pre-wrap">{t('typed', { words })}</p>}
    </Notice>
  );
}
