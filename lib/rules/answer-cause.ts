/**
 * Why an answer to a callback counts or does not, as a publisher has to understand it: one word, which the console explains
 * and says what to do about. The verdict itself is the dialect's.
 */

/** As lib/outbox/http.ts answers. */
export type Heard = { status: number; body: string } | { failed: string };
export type Verdict = 'acknowledged' | 'retry' | 'final';

const FAILED = {
  timeout: 'timeout',
  tls: 'tls',
  dns: 'dns',
  connect: 'connect',
  reset: 'reset',
  'too-large': 'too-large',
  'refused-address': 'refused-address',
} as const;

export type AnswerCause =
  | (typeof FAILED)[keyof typeof FAILED]
  | 'acknowledged'
  /** It said yes to what it should have turned away. */
  | 'believed'
  /** It said no, as it should. */
  | 'turned-away'
  | 'unreadable'
  /** 200, and not the words that this dialect wants to hear. */
  | 'wrong-body'
  | 'redirect'
  | 'refused'
  | 'not-found'
  | 'server-error'
  | 'final'
  | 'wrong-status';

/** `wanted` is false for what a careful server turns away: a forged or an old message. */
export function causeOf(heard: Heard, verdict: Verdict, wanted = true): AnswerCause {
  if ('failed' in heard) return Object.entries(FAILED).find(([code]) => code === heard.failed)?.[1] ?? 'unreadable';
  if (!wanted) return verdict === 'acknowledged' ? 'believed' : 'turned-away';
  if (verdict === 'acknowledged') return 'acknowledged';
  const { status } = heard;
  if (status >= 300 && status < 400) return 'redirect';
  if (verdict === 'final') return 'final';
  if (status === 200) return 'wrong-body';
  if (status === 401 || status === 403) return 'refused';
  if (status === 404 || status === 405) return 'not-found';
  return status >= 500 ? 'server-error' : 'wrong-status';
}

/** Whether the game did as a game should. */
export function isAsItShouldBe(cause: AnswerCause): boolean {
  return cause === 'acknowledged' || cause === 'turned-away';
}
