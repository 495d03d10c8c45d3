/** Who was told what: every e-mail of this ticket and what became of it. */
import { useTranslations } from 'next-intl';
import { Entry } from '@/app/console/tickets/[number]/conversation-entry';
import { Part } from '@/components/console/pane';
import type { ConversationEntry } from '@/lib/tickets/agent-conversation';

const SHOWN = 5;

export function ToldList({ conversation }: { conversation: ConversationEntry[] }) {
  const t = useTranslations('console.story');
  const letters = conversation.filter(({ kind }) => kind === 'letter');
  if (letters.length === 0) return null;
  const [earlier, latest] = [letters.slice(0, -SHOWN), letters.slice(-SHOWN)];
  return (
    <Part title={t('told')}>
      {earlier.length > 0 && (
        <details>
          <summary className="w-fit text-quiet">{t('earlier', { count: earlier.length })}</summary>
          <Letters letters={earlier} />
        </details>
      )}
      <Letters letters={latest} />
    </Part>
  );
}

function Letters({ letters }: { letters: ConversationEntry[] }) {
  return (
    <ul className="grid gap-0.5">
      {letters.map((letter, index) => (
        <li key={index}>
          <Entry entry={letter} />
        </li>
      ))}
    </ul>
  );
}
