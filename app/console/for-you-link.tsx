/** How much waits for this agent alone, on every page. */
import { Bell } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { countForYou } from '@/lib/tickets/mentions';

export async function ForYouLink({ agent }: { agent: SignedInAgent }) {
  const [t, count] = await Promise.all([getTranslations('console.forYou'), countForYou(agent.id)]);
  return (
    <a
      href="/console/for-you"
      aria-label={t('link', { count })}
      title={t('title')}
      className="ms-auto flex min-h-7 items-center gap-1.5 rounded-chip px-2 hover:bg-surface"
    >
      <Bell aria-hidden="true" className="size-4" />
      {count > 0 && <span className="font-semibold text-wait tabular-nums">{count}</span>}
    </a>
  );
}
