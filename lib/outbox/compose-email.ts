/** A claimed row → the message as it is handed over: texts, links, and the headers of the helpdesk reference, 4.2. */
import {
  answersMail,
  type EmailProps,
  type EmailTemplate,
  isByPerson,
  isWithoutTicket,
  type RenderedEmail,
  type TicketlessTemplate,
} from '@/lib/emails/email';
import type { WordedTemplate } from '@/lib/emails/override-shape';
import { renderEmail } from '@/lib/emails/render-email';
import { renderSample } from '@/lib/emails/samples';
import { env } from '@/lib/foundation/env';
import type { ClaimedEmail } from '@/lib/outbox/claim-emails';
import { type Overrides, overrideFor, readOverrides } from '@/lib/outbox/email-overrides';
import { contactLink, passwordLink, portalLink, statusLink, validationCode, validationLink } from '@/lib/outbox/links';
import { bounceAddress, installationId, replyAddress, sender } from '@/lib/outbox/mail-identity';
import type { Letter } from '@/lib/outbox/promise-email';
import type { Mail } from '@/lib/outbox/smtp';

export async function composeEmail(row: ClaimedEmail, overrides: Overrides): Promise<Mail> {
  const { subject, text, html } = await render(row.template, withLinks(row), row.locale, overrides);
  return {
    // Addresses as objects: a mailer that parses strings can be talked into another recipient.
    from: sender(),
    to: { name: '', address: row.toAddress },
    ...(row.ticketId && { replyTo: { name: '', address: replyAddress(row.ticketId, row.toAddress) } }),
    // Nothing may come back from an answer that a machine wrote to a mail: two machines would talk for ever.
    envelope: { from: answersMail(row.template) ? '' : bounceAddress(row.messageId), to: row.toAddress },
    messageId: row.messageId,
    ...threading(row.thread),
    date: row.claimedAt,
    subject,
    text,
    html,
    headers: {
      ...(!isByPerson(row.template) && automatic(row.template)),
      'X-Makegood-Loop': installationId(),
    },
  };
}

function render(
  template: EmailTemplate,
  props: Record<string, unknown>,
  locale: string,
  overrides: Overrides,
): Promise<RenderedEmail> {
  if (template !== 'template-test')
    return renderEmail(template, props as never, locale, overrideFor(overrides, template, locale));
  const of = props.of as WordedTemplate;
  return renderSample(of, locale, overrideFor(overrides, of, locale));
}

function automatic(template: EmailTemplate): Record<string, string> {
  const how = answersMail(template) ? 'auto-replied' : 'auto-generated';
  return { 'Auto-Submitted': how, 'X-Auto-Response-Suppress': 'OOF, AutoReply' };
}

/** As it would be sent, but without a link that acts for the user. */
export async function previewLetter({
  template,
  props,
  locale,
}: Pick<Letter, 'template' | 'props' | 'locale'>): Promise<RenderedEmail> {
  const statusLink = `${env.PUBLIC_URL}/t/${'ticketNumber' in props ? props.ticketNumber : ''}`;
  return render(template, { ...props, statusLink }, locale, await readOverrides());
}

/** Links and codes are derived here and nowhere kept. The props were typed when they were promised (`StoredProps`). */
function withLinks({ template, props, ticketId }: ClaimedEmail): EmailProps[EmailTemplate] {
  const { validationId, linkId, requestId, linkNo, ...stored } = props;
  const links = isWithoutTicket(template)
    ? LINKS_WITHOUT_TICKET[template]?.({
        linkId: String(linkId),
        requestId: String(requestId),
        linkNo: Number(linkNo ?? 1),
      })
    : template === 'validate-address'
      ? { link: validationLink(String(validationId)), code: validationCode(String(validationId)) }
      : { statusLink: statusLink(String(props.ticketNumber), String(ticketId)) };
  return { ...stored, ...links } as EmailProps[EmailTemplate];
}

type Source = { linkId: string; requestId: string; linkNo: number };
const portal = ({ requestId, linkNo }: Source) => ({ link: portalLink(requestId, linkNo) });

const LINKS_WITHOUT_TICKET: Partial<Record<TicketlessTemplate, (source: Source) => { link: string }>> = {
  'agent-invited': ({ linkId }) => ({ link: passwordLink(linkId) }),
  'advertiser-sign-in': ({ linkId }) => ({ link: contactLink(linkId) }),
  'recheck-asked': portal,
  'recheck-reminder': portal,
  'recheck-overdue': portal,
};

const LATEST = 10;

/** The first and the last ten: enough for every mail program to keep a ticket's messages together. */
function threading(thread: readonly string[]): Pick<Mail, 'inReplyTo' | 'references'> {
  const latest = thread.at(-1);
  if (!latest) return {};
  const references = thread.length > LATEST + 1 ? [thread[0]!, ...thread.slice(-LATEST)] : [...thread];
  return { inReplyTo: latest, references };
}
