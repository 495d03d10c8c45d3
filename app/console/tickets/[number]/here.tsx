/** Who else is at this ticket. Without JavaScript: who was when the page was written. */
import { getTranslations } from 'next-intl/server';
import { Here } from '@/components/console/live/here';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { readPresent } from '@/lib/tickets/presence';

export async function TicketHere({ number, agent }: { number: string; agent: SignedInAgent }) {
  const t = await getTranslations('console.live');
  const name = '{name}';
  const others = (await readPresent({ number })).filter(({ agentId }) => agentId !== agent.id);
  const people = others.map(({ name, replying }) => ({ name, replying }));
  return (
    <Here
      number={number}
      people={people}
      words={{ looking: t('looking', { name }), writing: t('writing', { name }) }}
    />
  );
}
