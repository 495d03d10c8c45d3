/** The demo's mailbox: what would have gone out. Exists only while the built-in sink is in use; for developers, English only. */
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { env } from '@/lib/foundation/env';
import { readMailSink } from '@/lib/outbox/read-mail-sink';

export const metadata: Metadata = { title: 'Mailbox' };
export const dynamic = 'force-dynamic';

type Props = { searchParams: Promise<{ to?: string | string[] }> };

export default async function Mailbox({ searchParams }: Props) {
  if (!env.MAIL_SINK_DIR) notFound();
  const { to } = await searchParams;
  const recipient = typeof to === 'string' ? to : null;
  const mails = (await readMailSink(env.MAIL_SINK_DIR, recipient)).reverse();
  return (
    <main lang="en" dir="ltr" className="mx-auto max-w-3xl px-4 py-6">
      <h1 className="text-2xl font-semibold">Mailbox</h1>
      <p className="mt-1 text-quiet">
        E-mails of this demo. Nothing here has left this machine.
        {recipient && (
          <>
            {' '}
            To {recipient} only;{' '}
            <Link href="/dev/mailbox" className="text-accent underline">
              show all
            </Link>
            .
          </>
        )}
      </p>
      {mails.length === 0 && (
        <p className="mt-8 text-quiet">No e-mails yet. Open a ticket on the wall, and its first one appears here.</p>
      )}
      <ul className="mt-4 divide-y divide-line border-y border-line">
        {mails.map((mail) => (
          <li key={mail.id}>
            <Link href={`/dev/mailbox/${mail.id}`} className="block py-3">
              <span className="block font-medium text-accent">{mail.subject}</span>
              <span className="block text-sm text-quiet">
                to {mail.to} ·{' '}
                <time dateTime={mail.receivedAt}>{`${mail.receivedAt.slice(0, 19).replace('T', ' ')} UTC`}</time>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </main>
  );
}
