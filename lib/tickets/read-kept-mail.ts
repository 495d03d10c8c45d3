/** A kept mail as the pipeline works with it: read, classified, its words apart from what was quoted. Decodes no picture yet. */
import { env } from '@/lib/foundation/env';
import { installationId, sender } from '@/lib/outbox/mail-identity';
import { classifyMail } from '@/lib/rules/mail-class';
import { readMail } from '@/lib/rules/read-mail';
import { isRefusal, type Refusal } from '@/lib/rules/refusal';
import { extractReply } from '@/lib/rules/reply-text';
import type { KeptMail, ReadMail } from '@/lib/tickets/inbound-mail';

/** Refused as `readMail`. */
export async function readKeptMail(kept: KeptMail): Promise<ReadMail | Refusal> {
  const mail = await readMail(kept.raw);
  if (isRefusal(mail)) return mail;
  const envelope = { from: kept.envelopeFrom, to: kept.envelopeTo };
  return {
    ...classifyMail(mail, envelope, OWN),
    kept,
    mail,
    envelope,
    reply: extractReply(mail),
    attachments: { listed: [], pictures: [] },
  };
}

const OWN = {
  loopId: installationId(),
  addresses: [sender().address.toLowerCase(), `support@${env.MAIL_DOMAIN}`.toLowerCase()],
  messageIdDomain: env.MAIL_DOMAIN,
};
