/** Many tickets about one offer, dealt with together: held, asked about in one letter, let go and told again. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { newBulkHref } from '@/app/console/bulk/chosen';
import { Frame } from '@/app/console/frame';
import { requireAgent } from '@/app/console/signed-in';
import { Pane } from '@/components/console/pane';
import { LinkButton } from '@/components/ui/button';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { CLUSTER_STATES, type ClusterFacts, type ClusterState, readCluster } from '@/lib/reports/clusters';
import { type BulkAction, bulkLine } from '@/lib/rules/bulk';
import { can } from '@/lib/rules/permissions';

type Props = { params: Promise<{ offer: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('console.clusters'))('title') };
}

export default async function ClusterPage({ params }: Props) {
  const { agent, now } = await requireAgent('tickets:read');
  const cluster = (await readCluster(decodeURIComponent((await params).offer), now)) ?? notFound();
  const t = await getTranslations('console.clusters');
  const { offerTitle, advertiserName, usual, counts } = cluster;
  const total = counts.open + counts.held + counts.asked + counts.answered + counts.denied;
  return (
    <Frame agent={agent} now={now} place={null}>
      <div className="grid max-w-3xl grid-cols-1 gap-3">
        <header className="grid gap-1">
          <h1 className="text-lg font-semibold">{t('many', { count: total, offer: offerTitle })}</h1>
          <p className="text-quiet">
            <bdi>{advertiserName}</bdi> · {usual === null ? t('asUsual') : t('usual', { usual })}
          </p>
        </header>
        <Pane id="states" title={t('states')}>
          <ul className="flex flex-wrap gap-x-4 gap-y-1 tabular-nums">
            {CLUSTER_STATES.map((state) => (
              <li key={state}>
                <a
                  href={`/console/tickets?${new URLSearchParams({ queue: 'all', q: searchFor(cluster, NARROWED[state]) })}`}
                  className="inline-flex min-h-6 items-center text-accent hover:underline"
                >
                  {t(`state.${state}`, { count: counts[state] })}
                </a>
              </li>
            ))}
          </ul>
        </Pane>
        {STEPS.map(({ id, orders }, at) => (
          <Pane key={id} id={id} title={t('step', { step: at + 1, what: t(`steps.${id}`) })}>
            <p>{t(`how.${id}`)}</p>
            <div className="flex flex-wrap gap-2">
              {orders.map((order) => (
                <OrderLink key={order.action} cluster={cluster} agent={agent} {...order} />
              ))}
            </div>
          </Pane>
        ))}
      </div>
    </Frame>
  );
}

type Order = { action: BulkAction; of: readonly ClusterState[]; search: string };

const OURS = 'status:open,pending,escalated';
const NARROWED: Record<ClusterState, string> = {
  open: `${OURS} -is:held -is:answered`,
  held: `${OURS} is:held`,
  asked: 'status:with-advertiser',
  answered: `${OURS} is:answered -is:held`,
  denied: 'status:denied',
  approved: 'status:approved',
};

const STEPS: readonly { id: 'hold' | 'ask' | 'goOn'; orders: readonly Order[] }[] = [
  { id: 'hold', orders: [{ action: 'hold', of: ['open'], search: NARROWED.open }] },
  { id: 'ask', orders: [{ action: 'ask-advertiser', of: ['open', 'held'], search: `${OURS} -is:answered` }] },
  {
    id: 'goOn',
    orders: [
      { action: 'release', of: ['held'], search: NARROWED.held },
      { action: 'refire', of: ['approved'], search: NARROWED.approved },
    ],
  },
];

type OrderProps = Order & { cluster: ClusterFacts; agent: SignedInAgent };

async function OrderLink({ cluster, agent, action, of, search }: OrderProps) {
  const t = await getTranslations('console.clusters');
  const count = of.reduce((sum, state) => sum + cluster.counts[state], 0);
  const may = can(agent.role, bulkLine(action).permission);
  if (!may || count === 0)
    return (
      <p className="text-quiet">
        {t(`order.${action}`, { count })}: {t(may ? 'none' : 'notYours')}
      </p>
    );
  const chosen = { queue: 'all' as const, q: searchFor(cluster, search) };
  return (
    <LinkButton size="dense" href={newBulkHref(action, chosen, action === 'hold' ? { why: t('why') } : {})}>
      {t(`order.${action}`, { count })}
    </LinkButton>
  );
}

/** The same tickets as are counted, in the words of the search. */
function searchFor({ offerKey }: ClusterFacts, search: string): string {
  return `offer:"${offerKey}" age<48h ${search}`;
}
