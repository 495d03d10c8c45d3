/** Mail that came in: by a real SMTP conversation for stories, written by hand for the pages that show it. */
import { randomUUID } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { demo, query } from '../support/fixtures';

type Posted = { from: string; to: string; subject: string; text: string; headers?: string[] };

/** Hands a mail over at the desk's own door. Returns when the door has said yes. */
export async function postMail({ from, to, subject, text, headers = [] }: Posted): Promise<void> {
  if (!demo.inboundSmtp) throw new Error('This stack takes no mail.');
  const transport = createTransport(demo.inboundSmtp);
  try {
    await transport.sendMail({ envelope: { from, to }, raw: rawMail({ from, to, subject, text, headers }) });
  } finally {
    transport.close();
  }
}

function rawMail({ from, to, subject, text, headers = [] }: Posted): string {
  const id = `Message-ID: <${randomUUID()}@player.example>`;
  const named = [id, `From: ${from}`, `To: ${to}`, `Subject: ${subject}`, ...headers];
  return [...named, 'Content-Type: text/plain; charset=utf-8', '', text].join('\r\n');
}

export type Mails = Record<'suspended' | 'rejected' | 'seen', string> & { suppressed: string };

/** One in each state, beside the ticket it belongs to, and an address that gets no mail. */
export async function mailsOf(number: string): Promise<Mails> {
  const sender = `papa-${randomUUID().slice(0, 8)}@home.example`;
  const suppressed = `gone-${randomUUID().slice(0, 8)}@home.example`;
  await query(`INSERT INTO suppression (address, reason, created_at) VALUES ($1, '5.1.1 no such user', now())`, [
    suppressed,
  ]);
  const [suspended] = [await aMail(number, sender, 'SUSPENDED'), await aMail(number, sender, 'SUSPENDED')];
  const seen = await aMail(number, sender, 'ATTACHED');
  await query(
    `INSERT INTO message (ticket_id, at, author, body, folded, attachments, inbound_email_id)
     SELECT id, now(), 'USER', 'I reached it on Tuesday.', 'On Friday Support wrote:', $2, $3 FROM ticket WHERE number = $1`,
    [number, JSON.stringify([{ name: 'proof.pdf', mime: 'application/pdf', bytes: 48_000, kept: 'no-picture' }]), seen],
  );
  await query(
    `UPDATE email SET status = 'FAILED', failed_at = now(), bounced_at = now(), bounce = '5.1.1 no such user', next_at = NULL
      WHERE template = 'ticket-received' AND ticket_id = (SELECT id FROM ticket WHERE number = $1)`,
    [number],
  );
  return { suspended, rejected: await aMail(number, sender, 'REJECTED'), seen, suppressed };
}

async function aMail(number: string, from: string, outcome: string): Promise<string> {
  const to = `support+r.${'a'.repeat(26)}@mail.makegood.example`;
  const text = 'I am his father and have the pictures.\r\n<b>Not bold</b> <img src="https://spy.example/pixel.png">';
  const raw = rawMail({ from, to, subject: 'Re: your ticket', text });
  const [mail] = await query<{ id: string }>(
    `INSERT INTO inbound_email (received_at, door, raw_hash, raw, size, envelope_from, envelope_to, from_address, subject,
       class, may_respond, said, outcome, cause, suggested_ticket_id, ticket_id, look_at, processed_at, handled_by, handled_at)
     SELECT now(), 'smtp', $1, $2::bytea, length($2::bytea), $3::text, ARRAY[$4], $3::text, 'Re: your ticket', 'person', true,
            'I am his father and have the pictures.', $5::text,
            CASE WHEN $5 <> 'ATTACHED' THEN 'other-sender' END, CASE WHEN $5 <> 'ATTACHED' THEN t.id END,
            CASE WHEN $5 = 'ATTACHED' THEN t.id END, $5 = 'ATTACHED', now(),
            CASE WHEN $5 = 'REJECTED' THEN a.id END, CASE WHEN $5 = 'REJECTED' THEN now() END
       FROM ticket t, agent a WHERE t.number = $6 AND a.role = 'agent' LIMIT 1 RETURNING id`,
    [randomUUID(), Buffer.from(raw), from, to, outcome, number],
  );
  return mail!.id;
}
