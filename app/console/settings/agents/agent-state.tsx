/** Whether an agent can sign in, and if not, why. */
import { getTranslations } from 'next-intl/server';
import { StatusChip } from '@/components/ui/status-chip';
import type { AgentRow } from '@/lib/accounts/list-agents';

export async function AgentState({ agent }: { agent: AgentRow }) {
  const t = await getTranslations('console.settings.agents.is');
  const shape = 'px-1.5 py-0';
  if (agent.disabledAt) {
    return (
      <StatusChip tone="bad" icon="cross" className={shape}>
        {t('disabled')}
      </StatusChip>
    );
  }
  if (agent.hasPassword || agent.seenAt) {
    return (
      <StatusChip tone="ok" icon="check" className={shape}>
        {t('active')}
      </StatusChip>
    );
  }
  return (
    <StatusChip tone="wait" icon="clock" className={shape}>
      {t(agent.linkUntil ? 'invited' : 'lapsed')}
    </StatusChip>
  );
}
