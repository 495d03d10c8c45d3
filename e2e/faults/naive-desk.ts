/**
 * The control of mail in: marks before it keeps, knows no repetition, stops at what it cannot read, answers everything. Nothing
 * like this exists in lib/.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { openMailDoor } from '@/lib/outbox/mail-door';
import { readMailboxUrl } from '@/lib/outbox/mailbox';
import type { ImapServer } from '../support/imap-server';
import type { Counted } from './judge-mail-in';
import type { Desk, Tickets } from './mail-troubles';

export async function naiveDesk(
  imap: ImapServer,
  tickets: Tickets,
): Promise<Desk & { counted: Map<string, Counted>; close: () => Promise<void> }> {
  const all = Object.values(tickets).flat();
  const counted = new Map<string, Counted>(all.map(({ id }) => [id, { messages: 0, mails: 0 }]));
  const sent = new Map<string, string[]>();
  const stuck = new Set<string>();
  const take = (raw: string, to: string) => {
    const ticket = all.find(({ reply, bounce }) => to === reply || to === bounce || raw.includes(reply));
    if (!ticket || stuck.has(ticket.id)) return;
    // What cannot be read is tried again for ever, and what waits behind it waits.
    if (raw.includes('a.pdf')) return void stuck.add(ticket.id);
    const count = counted.get(ticket.id)!;
    count.messages += 1;
    count.mails += 1;
    sent.set(ticket.from, [...(sent.get(ticket.from) ?? []), `<${randomUUID()}@mail.makegood.test>`]);
  };
  const door = await openMailDoor({ port: 0, host: '127.0.0.1' }, async ({ raw, envelope }) => {
    take(raw.toString('latin1'), envelope.to[0]!);
    return { id: 'taken' };
  });
  const ended = new AbortController();
  const polling = poll(imap, ended.signal, (raw) => take(raw, ''));
  return {
    port: door.port,
    imap,
    counted,
    sentTo: (address) => sent.get(address) ?? [],
    settled: async () => imap.unseen().length === 0,
    close: async () => {
      ended.abort();
      await Promise.all([polling, door.close()]);
    },
  };
}

/** Seen first, fetched then: what breaks off in between is lost. */
async function poll(imap: ImapServer, ended: AbortSignal, take: (raw: string) => void): Promise<void> {
  while (!ended.aborted) {
    const client = new ImapFlow(readMailboxUrl(imap.url()).options);
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.mailboxOpen('INBOX');
      for (const uid of (await client.search({ seen: false }, { uid: true })) || []) {
        await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
        const fetched = await client.fetchOne(String(uid), { source: true }, { uid: true });
        const raw = fetched ? fetched.source : undefined;
        if (raw) take(raw.toString('latin1'));
      }
    } catch {
      // It connects again.
    }
    client.close();
    await wait(50);
  }
}
