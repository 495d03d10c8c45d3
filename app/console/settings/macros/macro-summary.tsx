/** All that a macro does, in a line or two: decision and reason, tags, assignee, what comes next, and its words. */
import { useLocale, useTranslations } from 'next-intl';
import { labelOf, type Reason } from '@/lib/rules/reasons';
import type { Macro } from '@/lib/tickets/read-macros';

type MacroSummaryProps = {
  macro: Pick<Macro, 'template' | 'decision' | 'reason' | 'tags' | 'assignee' | 'next'>;
  reasons: readonly Reason[];
  /** The words with their values, where a ticket is open. */
  words?: string;
};

export function MacroSummary({ macro, reasons, words = macro.template }: MacroSummaryProps) {
  const t = useTranslations('console.macros');
  const locale = useLocale();
  const reason = reasons.find(({ code }) => code === macro.reason);
  const parts = [
    macro.decision && t(`decision.${macro.decision}`),
    reason && labelOf(reason, locale),
    macro.tags.length > 0 && macro.tags.map((tag) => `#${tag}`).join(' '),
    macro.assignee && t(ASSIGNEES[macro.assignee] ?? 'assignee.other'),
    macro.next !== 'stay' && t(`next.${macro.next}`),
  ].filter(Boolean);
  return (
    <>
      {parts.length > 0 && <p>{parts.join(' · ')}</p>}
      {words && (
        <p className="rounded-chip bg-surface px-2 py-1 whitespace-pre-wrap text-quiet wrap-anywhere">{words}</p>
      )}
    </>
  );
}

const ASSIGNEES: Record<string, 'assignee.me' | 'assignee.nobody'> = { me: 'assignee.me', nobody: 'assignee.nobody' };
