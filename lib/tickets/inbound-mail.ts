/** A mail on its way through the pipeline (process-mail.ts). */
import type { Classified, Envelope } from '@/lib/rules/mail-class';
import type { SuspensionCause } from '@/lib/rules/mail-policy';
import type { IncomingMail } from '@/lib/rules/read-mail';
import type { ReplyText } from '@/lib/rules/reply-text';
import type { Attachments } from '@/lib/tickets/mail-attachments';

/** What became of a mail, as it stands in its row. */
export type MailFate =
  | { outcome: 'ATTACHED'; ticketId: string; messageId: string; lookAt: boolean }
  | { outcome: 'RECORDED'; ticketId: string | null }
  | { outcome: 'DROPPED'; cause: string }
  | { outcome: 'SUSPENDED'; cause: SuspensionCause; suggestedTicketId: string | null };

export type KeptMail = { id: string; raw: Buffer; receivedAt: Date; envelopeFrom: string | null; envelopeTo: string[] };

export type ReadMail = Classified & {
  kept: KeptMail;
  mail: IncomingMail;
  envelope: Envelope;
  reply: ReplyText;
  attachments: Attachments;
};
