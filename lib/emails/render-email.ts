/** Props and a language → what is handed to the mail server. Pure: the same input gives the same message. */
import { createElement, type ReactElement } from 'react';
import { advertiserSignIn } from '@/lib/emails/advertiser-sign-in';
import { agentAsks } from '@/lib/emails/agent-asks';
import { agentInvited } from '@/lib/emails/agent-invited';
import { appealDecided } from '@/lib/emails/appeal-decided';
import { appealReceived } from '@/lib/emails/appeal-received';
import { applyOverride, valuesOf } from '@/lib/emails/apply-override';
import { callbacksFailing } from '@/lib/emails/callbacks-failing';
import { callbacksPaused } from '@/lib/emails/callbacks-paused';
import { cleanProps, subjectLine } from '@/lib/emails/clean';
import type { EmailProps, RenderedEmail } from '@/lib/emails/email';
import { escalationReceived } from '@/lib/emails/escalation-received';
import { Layout } from '@/lib/emails/layout';
import { mailInstructions } from '@/lib/emails/mail-instructions';
import type { Override } from '@/lib/emails/override';
import type { WordedTemplate } from '@/lib/emails/override-shape';
import { recheckAsked, recheckOverdue, recheckReminder } from '@/lib/emails/recheck-letters';
import { replyKept } from '@/lib/emails/reply-kept';
import { rewardReversed } from '@/lib/emails/reward-reversed';
import { rewardSent } from '@/lib/emails/reward-sent';
import { directionOf, type Language, languageOf, type Template } from '@/lib/emails/template';
import { ticketApproved } from '@/lib/emails/ticket-approved';
import { ticketContinued } from '@/lib/emails/ticket-continued';
import { ticketDenied } from '@/lib/emails/ticket-denied';
import { ticketPending } from '@/lib/emails/ticket-pending';
import { ticketReceived } from '@/lib/emails/ticket-received';
import { toText } from '@/lib/emails/to-text';
import { validateAddress } from '@/lib/emails/validate-address';
import { withAdvertiser } from '@/lib/emails/with-advertiser';

/** A message without a template does not compile. */
const templates: { [T in WordedTemplate]: Template<T> } = {
  'validate-address': validateAddress,
  'ticket-received': ticketReceived,
  'ticket-approved': ticketApproved,
  'ticket-denied': ticketDenied,
  'ticket-pending': ticketPending,
  'reward-sent': rewardSent,
  'reward-reversed': rewardReversed,
  'escalation-received': escalationReceived,
  'reply-kept': replyKept,
  'mail-instructions': mailInstructions,
  'with-advertiser': withAdvertiser,
  'recheck-asked': recheckAsked,
  'recheck-reminder': recheckReminder,
  'recheck-overdue': recheckOverdue,
  'advertiser-sign-in': advertiserSignIn,
  'appeal-received': appealReceived,
  'appeal-decided': appealDecided,
  'agent-asks': agentAsks,
  'ticket-continued': ticketContinued,
  'callbacks-failing': callbacksFailing,
  'callbacks-paused': callbacksPaused,
  'agent-invited': agentInvited,
};

const footers: Record<Language, { ours: string; ticket: string }> = {
  en: { ours: 'Rewards Support', ticket: 'ticket' },
  es: { ours: 'Ayuda con recompensas', ticket: 'solicitud' },
};

/**
 * The language falls back to its base, then to English; `ar-XB` is English from right to left. `override`: an operator's own
 * words for this message in this language.
 */
export async function renderEmail<T extends WordedTemplate>(
  template: T,
  props: EmailProps[T],
  locale: string,
  override?: Override | null,
): Promise<RenderedEmail> {
  const language = languageOf(locale);
  const clean = cleanProps(props);
  const own = templates[template](clean, language);
  const values = valuesOf(template, clean, language);
  const { subject, heading, body } = override ? applyOverride(template, own, override, values) : own;
  const ticketNumber = 'ticketNumber' in clean ? clean.ticketNumber : null;
  const { ours, ticket } = footers[language];
  const footer = ticketNumber === null ? ours : `${ours} · ${ticket} ${ticketNumber}`;
  const sheet = createElement(Layout, { language, dir: directionOf(locale), heading, footer, children: body });
  return {
    subject: subjectLine(ticketNumber, subject),
    text: `${heading}\n\n${toText(body)}-- \n${footer}\n`,
    html: await markup(sheet),
  };
}

/** Nothing in a message waits for anything: this is five times as fast as rendering it as a stream. */
async function markup(sheet: ReactElement): Promise<string> {
  // Loaded on use, because Next refuses the name in what it bundles for pages.
  const { renderToStaticMarkup } = await import('react-dom/server');
  return `<!DOCTYPE html>${renderToStaticMarkup(sheet)}`;
}
