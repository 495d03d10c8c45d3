import { getTranslations } from 'next-intl/server';
import { nothingHere } from '@/app/wall/elsewhere';
import { TicketView, type Told } from '@/app/wall/support/ticket-view';
import { requireVisitor } from '@/app/wall/visitor';
import { PageTitleBack } from '@/components/wall/page-title';
import { now as wallClock } from '@/lib/foundation/clock';
import { readTicketNumber } from '@/lib/rules/ticket-number';
import { readTicketForUser } from '@/lib/tickets/read-ticket';

type Props = { params: Promise<{ number: string }>; searchParams: Promise<Told> };

export async function generateMetadata({ params }: Props) {
  const number = readTicketNumber((await params).number) ?? '';
  return { title: (await getTranslations('ticket'))('title', { number }) };
}

export default async function Ticket({ params, searchParams }: Props) {
  const visitor = await requireVisitor();
  const number = readTicketNumber((await params).number);
  const ticket = number ? await readTicketForUser(visitor.userId, number, wallClock()) : null;
  if (!ticket) nothingHere();
  const t = await getTranslations('support');
  return (
    <>
      <PageTitleBack href="/wall/support" label={t('title')} />
      <TicketView ticket={ticket} token={null} told={await searchParams} />
    </>
  );
}
