/** Who was told what: every e-mail of this ticket and what became of it. */
import { useTranslations } from 'next-intl';
import { LetterLine } from '@/app/console/tickets/[number]/letter-line';
import { Part } from '@/components/console/pane';
import type { ConversationEntry } from '@/lib/tickets/agent-conversation';

const SHOWN = 5;

type Letter = Extract<ConversationEntry, { kind: 'letter' }>;
/** `number`: of the ticket, for who may send again. */
type ListProps = { conversation: ConversationEntry[]; number: string | null };

export function ToldList({ conversation, number }: ListProps) {
  const t = useTranslations('console.story');
  const letters = conversation.filter((entry) => entry.kind === 'letter');
  if (letters.length === 0) return null;
  const [earlier, latest] = [letters.slice(0, -SHOWN), letters.slice(-SHOWN)];
  return (
    <Part title={t('told')}>
      {earlier.length > 0 && (
        <details>
          <summary className="w-fit text-quiet">{t('earlier', { count: earlier.length })}</summary>
          <Letters letters={earlier} number={number} />
        </details>
      )}
      <Letters letters={latest} number={number} />
    </Part>
  );
}

function Letters({ letters, number }: { letters: Letter[]; number: string | null }) {
  return (
    <ul className="grid gap-0.5">
      {letters.map((letter, index) => (
        <li key={index}>
          <LetterLine letter={letter} number={number} />
        </li>
      ))}
    </ul>
  );
}
