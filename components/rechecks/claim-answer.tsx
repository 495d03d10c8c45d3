/** What was answered, or why no answer is wanted any more; and what agent and advertiser said to each other. */
import { useLocale, useTranslations } from 'next-intl';
import type { IconName } from '@/components/ui/icon';
import { StatusChip, type Tone } from '@/components/ui/status-chip';
import { Time } from '@/components/ui/time';
import type { NotEligibleReason, RecheckAnswer } from '@/lib/rules/recheck-answer';

export type GivenAnswer = {
  status: 'ASKED' | 'ANSWERED' | 'SETTLED' | 'EXPIRED' | 'WITHDRAWN';
  answer: RecheckAnswer | null;
  reason: NotEligibleReason | null;
  answeredAt: Date | null;
  answeredBy: string | null;
};

const LOOKS: Record<RecheckAnswer | 'ASKED' | 'SETTLED' | 'EXPIRED' | 'WITHDRAWN', { tone: Tone; icon: IconName }> = {
  eligible: { tone: 'ok', icon: 'check' },
  'not-eligible': { tone: 'bad', icon: 'cross' },
  'need-more': { tone: 'info', icon: 'question' },
  ASKED: { tone: 'wait', icon: 'clock' },
  SETTLED: { tone: 'plain', icon: 'check' },
  EXPIRED: { tone: 'plain', icon: 'clock' },
  WITHDRAWN: { tone: 'plain', icon: 'undo' },
};

export function ClaimState({ status, answer }: Pick<GivenAnswer, 'status' | 'answer'>) {
  const t = useTranslations('advertiser');
  const state = answer ?? (status === 'ANSWERED' ? 'SETTLED' : status);
  const isAnswer = state === 'eligible' || state === 'not-eligible' || state === 'need-more';
  const words = isAnswer ? t(`answer.${state}`) : t(`status.${state}`);
  return <StatusChip {...LOOKS[state]}>{words}</StatusChip>;
}

export function AnswerGiven({ answer, reason, answeredAt, answeredBy, status }: GivenAnswer) {
  const t = useTranslations('advertiser');
  const locale = useLocale();
  if (!answer) return status === 'ASKED' ? null : <p className="text-quiet">{t(`ended.${status}`)}</p>;
  return (
    <p>
      <span className="font-medium">{t(`answer.${answer}`)}</span>
      {reason && `: ${t(`answer.reasons.${reason}`)}`}
      {answeredAt && (
        <span className="text-quiet">
          {' · '}
          <Time at={answeredAt} style="clock" locale={locale} /> · <bdi>{answeredBy}</bdi>
        </span>
      )}
    </p>
  );
}

type Said = { at: Date; author: 'AGENT' | 'ADVERTISER'; name: string; body: string };

/** Between agent and advertiser alone: the user reads none of it. */
export function ClaimTalk({ question, said }: { question: string | null; said: readonly Said[] }) {
  const t = useTranslations('advertiser.claim');
  const locale = useLocale();
  if (!question && said.length === 0) return null;
  return (
    <div className="grid gap-2">
      {question && (
        <div className="rounded-box bg-accent-fill p-3">
          <p className="text-sm text-quiet">{t('question')}</p>
          <p dir="auto" className="break-words whitespace-pre-line">
            {question}
          </p>
        </div>
      )}
      {said.map(({ at, author, name, body }) => (
        <div key={at.toISOString() + author} className="rounded-box border border-line p-3">
          <p className="text-sm text-quiet">
            {author === 'AGENT' ? t('desk') : <bdi>{name}</bdi>} · <Time at={at} style="clock" locale={locale} />
          </p>
          <p dir="auto" className="break-words whitespace-pre-line">
            {body}
          </p>
        </div>
      ))}
    </div>
  );
}
