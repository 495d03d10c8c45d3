/** "I take tickets" or "I am away": in the person's menu, of everybody who may decide. */
import { headers } from 'next/headers';
import { getTranslations } from 'next-intl/server';
import { Button } from '@/components/ui/button';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { can } from '@/lib/rules/permissions';

export async function TakeSwitch({ agent }: { agent: SignedInAgent }) {
  if (!can(agent.role, 'tickets:decide')) return null;
  const t = await getTranslations('console.person.turns');
  return (
    <form method="post" action="/api/console/me/available" className="grid gap-1">
      <p className="text-quiet">{t(agent.available ? 'here' : 'away')}</p>
      <input type="hidden" name="available" value={agent.available ? 'no' : 'yes'} />
      <input type="hidden" name="back" value={(await headers()).get('x-page') ?? ''} />
      <Button size="dense" wide>
        {t(agent.available ? 'goAway' : 'comeBack')}
      </Button>
    </form>
  );
}

/** Said beside the name, so that nobody forgets that they are away. */
export async function AwayMark({ agent }: { agent: SignedInAgent }) {
  if (agent.available || !can(agent.role, 'tickets:decide')) return null;
  const t = await getTranslations('console.person.turns');
  return <span className="text-quiet">· {t('awayShort')}</span>;
}
