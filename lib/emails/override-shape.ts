/**
 * Which words of a message an operator may change, and what their words may name. `{{original}}` is what stands there without
 * them; a message that says different things in different cases must keep it, or one text would have to be true of all.
 */
import type { EmailProps, EmailTemplate } from '@/lib/emails/email';

/** The messages that can be worded; the test letter has the words of another one. */
export type WordedTemplate = Exclude<EmailTemplate, 'template-test'>;

/** Stand for a part of the message and alone in a paragraph of the body: all of it, its button, its code, an agent's words. */
export const BLOCKS = ['original', 'link', 'code', 'words'] as const;
export type Block = (typeof BLOCKS)[number];

type Shape<T extends WordedTemplate> = {
  /** Names of the message's own facts. Nothing of the user's may stand where an address is not proven (R11). */
  variables: readonly (keyof EmailProps[T] & string)[];
  blocks: readonly Block[];
  /** Of the body: it is not saved without them, unless it holds the original as a whole. */
  required: readonly Block[];
  /** Subject and heading differ from case to case: whoever changes them keeps what they say. */
  cases?: true;
};

const original = ['original'] as const;
const link = ['link'] as const;
const wholeOrLink = ['original', 'link'] as const;

const OFFER = ['ticketNumber', 'offerTitle'] as const;
const REWARD = [...OFFER, 'gameName', 'reward'] as const;

export const SHAPES: { [T in WordedTemplate]: Shape<T> } = {
  'validate-address': { variables: ['ticketNumber'], blocks: ['original', 'link', 'code'], required: ['link', 'code'] },
  'ticket-received': { variables: [...OFFER, 'gameName', 'answerBy'], blocks: wholeOrLink, required: link },
  'ticket-approved': { variables: REWARD, blocks: original, required: original, cases: true },
  'ticket-denied': { variables: OFFER, blocks: original, required: original },
  'ticket-pending': { variables: OFFER, blocks: wholeOrLink, required: link },
  'reward-sent': { variables: REWARD, blocks: wholeOrLink, required: link },
  'reward-reversed': { variables: REWARD, blocks: wholeOrLink, required: link },
  'appeal-received': { variables: ['ticketNumber', 'gameName', 'answerBy'], blocks: wholeOrLink, required: link },
  'appeal-decided': { variables: ['ticketNumber', 'gameName'], blocks: original, required: original, cases: true },
  'escalation-received': { variables: [...OFFER, 'answerBy'], blocks: wholeOrLink, required: link },
  'agent-asks': { variables: OFFER, blocks: ['original', 'link', 'words'], required: ['words', 'link'] },
  'reply-kept': { variables: OFFER, blocks: original, required: original, cases: true },
  'mail-instructions': { variables: [], blocks: original, required: [] },
  'ticket-continued': { variables: OFFER, blocks: original, required: original, cases: true },
  'with-advertiser': { variables: [...OFFER, 'answerBy'], blocks: original, required: original, cases: true },
  'recheck-asked': { variables: ['advertiserName', 'claims', 'answerBy'], blocks: original, required: original },
  'recheck-reminder': { variables: ['advertiserName', 'claims', 'answerBy'], blocks: wholeOrLink, required: link },
  'recheck-overdue': { variables: ['advertiserName', 'claims', 'answerBy'], blocks: wholeOrLink, required: link },
  'advertiser-sign-in': { variables: ['advertiserName', 'until'], blocks: wholeOrLink, required: link },
  'callbacks-failing': { variables: ['gameName', 'host', 'since', 'waiting'], blocks: original, required: original },
  'callbacks-paused': { variables: ['gameName', 'host', 'since', 'waiting'], blocks: original, required: original },
  'agent-invited': { variables: ['until'], blocks: original, required: original, cases: true },
};

export const WORDED_TEMPLATES = Object.keys(SHAPES) as WordedTemplate[];

export function isWorded(template: string): template is WordedTemplate {
  return Object.hasOwn(SHAPES, template);
}

/** What a field may name, in the order in which it is explained. */
export function namesFor(template: WordedTemplate, field: 'subject' | 'heading' | 'body'): readonly string[] {
  const { variables, blocks } = SHAPES[template];
  return [...(field === 'body' ? blocks : original), ...variables];
}
