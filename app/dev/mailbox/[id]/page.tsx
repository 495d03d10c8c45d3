/**
 * One e-mail of the demo, as markup and as text. The markup runs in a frame without scripts and without our origin; its links
 * open in a new tab, as they do in a mail program.
 */
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { env } from '@/lib/foundation/env';
import { readSinkMail, type SinkMail } from '@/lib/outbox/read-mail-sink';

export const metadata: Metadata = { title: 'E-mail' };
export const dynamic = 'force-dynamic';

/** Our own policy allows none; what they say is for dark screens only. */
const STYLE_ELEMENTS = /<style>[\s\S]*?<\/style>/g;

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ view?: string }> };

export default async function Message({ params, searchParams }: Props) {
  if (!env.MAIL_SINK_DIR) notFound();
  const { id } = await params;
  const mail = await readSinkMail(env.MAIL_SINK_DIR, id);
  if (!mail) notFound();
  const asText = (await searchParams).view === 'text' || !mail.html;
  return (
    <main lang="en" dir="ltr" className="mx-auto max-w-3xl px-4 py-6">
      <p>
        <Link href="/dev/mailbox" className="text-accent underline">
          ‹ Mailbox
        </Link>
      </p>
      <h1 className="mt-2 text-xl font-semibold">{mail.subject}</h1>
      <Facts mail={mail} />
      <nav aria-label="View" className="mt-4 flex gap-4">
        <Tab href={`/dev/mailbox/${id}`} current={!asText}>
          As sent
        </Tab>
        <Tab href={`/dev/mailbox/${id}?view=text`} current={asText}>
          Plain text
        </Tab>
      </nav>
      {asText ? (
        <pre className="mt-2 whitespace-pre-wrap break-words border border-line bg-raised p-4">
          {withLinks(mail.text)}
        </pre>
      ) : (
        <iframe
          title="The e-mail"
          className="mt-2 h-[70vh] w-full border border-line"
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          srcDoc={mail.html.replace(STYLE_ELEMENTS, '')}
        />
      )}
    </main>
  );
}

function Facts({ mail }: { mail: SinkMail }) {
  const facts = [
    ['From', mail.headers.from ?? mail.from],
    ['To', mail.to],
    ['Reply to', mail.headers['reply-to'] ?? ''],
    ['Received', `${mail.receivedAt.slice(0, 19).replace('T', ' ')} UTC`],
    ['Message-ID', mail.messageId],
  ];
  return (
    <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 text-sm text-quiet">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt>{name}</dt>
          <dd className="break-all">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Tab({ href, current, children }: { href: string; current: boolean; children: string }) {
  return (
    <Link
      href={href}
      aria-current={current ? 'page' : undefined}
      className={current ? 'font-semibold' : 'text-accent underline'}
    >
      {children}
    </Link>
  );
}

function withLinks(text: string) {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <a key={index} href={part} target="_blank" rel="noreferrer" className="text-accent underline">
        {part}
      </a>
    ),
  );
}
