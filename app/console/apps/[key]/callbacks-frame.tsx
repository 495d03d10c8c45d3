/** What the pages about an app's callbacks stand in: the app's own frame, and whether anybody answers there. */
import type { ReactNode } from 'react';
import { AppFrame } from '@/app/console/apps/[key]/app-frame';
import { EndpointHealth } from '@/app/console/apps/[key]/endpoint-health';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import type { CallbackSetup } from '@/lib/offers/callback-setup';
import { countWaiting } from '@/lib/rewards/callback-log';
import { can } from '@/lib/rules/permissions';

type CallbacksFrameProps = {
  app: CallbackSetup;
  agent: SignedInAgent;
  now: Date;
  tab: 'log' | 'charts';
  children: ReactNode;
};

export async function CallbacksFrame({ app, agent, now, tab, children }: CallbacksFrameProps) {
  const waiting = await countWaiting(app.id);
  return (
    <AppFrame app={app} agent={agent} now={now} tab={tab}>
      <EndpointHealth app={app} waiting={waiting} mayResume={can(agent.role, 'callbacks:resume')} now={now} />
      {children}
    </AppFrame>
  );
}
