/** The status page from an e-mail, without a wall session: the link's token opens this one ticket. */
import { getTranslations } from 'next-intl/server';
import { nothingHere } from '@/app/wall/elsewhere';
import { TicketView, type Told } from '@/app/wall/support/ticket-view';
import { now as wallClock } from '@/lib/foundation/clock';
import { readTicketNumber } from '@/lib/rules/ticket-number';
import { readTicketByToken } from '@/lib/tickets/read-ticket';

type Props = { params: Promise<{ number: string }>; searchParams: Promise<Told & { k?: string }> };

export async function generateMetadata({ params }: Props) {
  const number = readTicketNumber((await params).number) ?? '';
  return { title: (await getTranslations('ticket'))('title', { number }) };
}

export default async function TicketFromMail({ params, searchParams }: Props) {
  const number = readTicketNumber((await params).number);
  const { k, ...told } = await searchParams;
  const ticket = number && typeof k === 'string' ? await readTicketByToken(number, k, wallClock()) : null;
  if (!ticket) nothingHere();
  return (
    <div className="mx-auto min-h-dvh max-w-2xl wrap-anywhere px-4 pb-[max(2rem,env(safe-area-inset-bottom))]">
      <header className="border-b border-line pt-[env(safe-area-inset-top)]">
        <p className="min-h-11 content-center font-semibold">
          <bdi>{ticket.gameName}</bdi>
        </p>
      </header>
      <main className="grid gap-5 pt-5">
        <TicketView ticket={ticket} token={k!} told={told} />
      </main>
    </div>
  );
}
