/** What the agent did a moment ago, on whatever page they are by now. */
import { headers } from 'next/headers';
import { UndoToasts } from '@/components/console/undo-toast';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { secondsUntil } from '@/lib/rules/seconds-until';
import { readOpenIntentsOf } from '@/lib/tickets/intents';

export async function OpenIntents({ agent, now }: { agent: SignedInAgent; now: Date }) {
  const [page, intents] = await Promise.all([headers(), readOpenIntentsOf(agent.id)]);
  const here = page.get('x-page') ?? '';
  const elsewhere = intents.filter(({ number }) => !here.startsWith(`/console/tickets/${number}`));
  return (
    <UndoToasts
      items={elsewhere.map(({ id, number, kind, outcome, runsAt }) => ({
        id,
        number,
        kind,
        outcome,
        by: null,
        seconds: secondsUntil(runsAt, now),
      }))}
    />
  );
}
