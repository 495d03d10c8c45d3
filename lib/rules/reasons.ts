/**
 * Reasons for decisions: a code that is for ever, a label for agents and plain words for the user, per language. Where a reason
 * has words, they are what the user reads unless the agent writes their own.
 */
import type { Outcome } from '@/lib/rules/agent-reasons';
import { writtenLocale } from '@/lib/rules/locales';

export const WRITTEN_LANGUAGES = ['en', 'es'] as const;
export type WrittenLanguage = (typeof WRITTEN_LANGUAGES)[number];
export type ByLanguage = Partial<Record<WrittenLanguage, string>>;

export type Reason = {
  code: string;
  outcome: Outcome;
  position: number;
  labels: ByLanguage;
  texts: ByLanguage;
  version: number;
  archivedAt: Date | null;
};

export const LONGEST_LABEL = 60;
export const LONGEST_REASON_WORDS = 600;
export const REASON_CODE = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** The automation decides by these and the e-mail has its own words for them (lib/emails/ticket-denied.tsx). */
const TOLD_ELSEWHERE = ['not-confirmed', 'rejected', 'already-rewarded'];

export function labelOf({ code, labels }: Pick<Reason, 'code' | 'labels'>, locale: string): string {
  return labels[writtenLocale(locale)] ?? labels.en ?? code;
}

/** What the user is told of it; null where the agent has to say it, or the e-mail does. */
export function wordsFor({ texts }: Pick<Reason, 'texts'>, locale: string): string | null {
  return texts[writtenLocale(locale)] || null;
}

/** A denial that would leave the user without a word of why. */
export function needsOwnWords(reason: Pick<Reason, 'code' | 'outcome' | 'texts'>, locale: string): boolean {
  return reason.outcome === 'deny' && !TOLD_ELSEWHERE.includes(reason.code) && wordsFor(reason, locale) === null;
}

/** Those that may decide the automation's way are never archived: tickets are denied by them every hour. */
export function isKept(code: string): boolean {
  return TOLD_ELSEWHERE.includes(code);
}

export type WordsFault = { fault: 'too-long' } | { fault: 'promise' | 'link' | 'control'; text: string };

/** A denial that promises something is read as a promise, whatever follows it. */
const PROMISES: Record<WrittenLanguage, RegExp> = {
  en: /\b(?:you(?:'|’)?ll (?:get|receive)|you will (?:get|receive|be (?:paid|rewarded|credited))|we(?:'|’)?ll (?:pay|credit|reward|refund)|we will (?:pay|credit|reward|refund)|guarantee[ds]?|we promise|for sure)\b/i,
  es: /(?<!\p{L})(?:recibirás|recibirá|te (?:pagaremos|abonaremos|premiaremos|daremos|reembolsaremos)|garantiza(?:mos|do|da)?|prometemos|seguro que)(?!\p{L})/iu,
};

/** What is wrong with plain words for users; an empty list for words that may be sent. */
export function wordsFaults(text: string, language: WrittenLanguage): WordsFault[] {
  const promise = PROMISES[language].exec(text)?.[0];
  const link = /\b(?:https?:\/\/|www\.)\S*/i.exec(text)?.[0];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const control = /[\u0000-\u0009\u000b-\u001f\u007f]/.exec(text)?.[0];
  return [
    text.length > LONGEST_REASON_WORDS && ({ fault: 'too-long' } as const),
    promise && ({ fault: 'promise', text: promise } as const),
    link && ({ fault: 'link', text: link } as const),
    control && ({ fault: 'control', text: JSON.stringify(control) } as const),
  ].filter((fault): fault is WordsFault => Boolean(fault));
}
