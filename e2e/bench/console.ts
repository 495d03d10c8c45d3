/**
 * The desk at a million tickets: first and deep page of every queue, the badges, the search for words of every frequency and
 * for parts of an address, one ticket; against the same desk with 10,000 tickets, and against the query one writes first
 * (`OFFSET`, `COUNT(*)`, `ILIKE`). All of it through the product's own functions, on a database of its own.
 */
import type { Laboratory } from '../faults/laboratory';
import { ticketNumberOf } from '../support/generate-tickets';
import { generateDesk, WORDS } from './generate-desk';
import { type Measured, median, type Row } from './measure';

type Plan = { few: number; many: number; rounds: number };
const FULL: Plan = { few: 10_000, many: 1_000_000, rounds: 60 };
const SMALL: Plan = { few: 2_000, many: 20_000, rounds: 12 };

type Timings = {
  queues: Record<string, { first: number[]; deep: number[] }>;
  badges: number[];
  searches: Record<string, number[]>;
  ticket: number[];
};

export async function measureConsole(lab: Laboratory, small: boolean): Promise<Measured> {
  const plan = small ? SMALL : FULL;
  const { rows: agents } = await lab.client.query<{ id: string }>(
    `INSERT INTO agent (email, name, role) VALUES ('ada@example.com', 'Ada', 'agent') RETURNING id`,
  );
  const agentId = agents[0]!.id;
  await generateDesk(lab.client, 1, plan.few);
  const few = await measureDesk(agentId, plan);
  await generateDesk(lab.client, plan.few + 1, plan.many);
  const many = await measureDesk(agentId, plan);
  return conclude(plan, few, many, await measureNaive(lab, plan));
}

/** Loaded late: what it imports reads the environment that the laboratory sets. */
async function measureDesk(agentId: string, { rounds }: Plan): Promise<Timings> {
  const [
    { listQueue },
    { countQueues },
    { readTicketForAgent },
    { isQueue, QUEUES },
    { isRefusal },
    { parseTicketSearch },
  ] = await Promise.all([
    import('@/lib/tickets/list-queue'),
    import('@/lib/tickets/count-queues'),
    import('@/lib/tickets/read-ticket-for-agent'),
    import('@/lib/rules/queues'),
    import('@/lib/rules/refusal'),
    import('@/lib/rules/ticket-search'),
  ]);
  const queues = QUEUES.filter((queue) => isQueue(queue));
  const now = new Date();
  const page = async (asked: Parameters<typeof listQueue>[0]) => {
    const read = await listQueue(asked, now);
    if (isRefusal(read)) throw new Error(read.message);
    return read;
  };
  const timings: Timings = { queues: {}, badges: [], searches: {}, ticket: [] };
  const deep: Record<string, string | null> = {};
  for (const queue of queues) {
    timings.queues[queue] = { first: [], deep: [] };
    // Ten pages further, or as far as the queue goes.
    for (let step = 0; step < 10; step += 1) {
      const { next } = await page({ queue, agentId, cursor: deep[queue], limit: 100 });
      if (!next) break;
      deep[queue] = next;
    }
  }
  const sought = [
    ...WORDS.map(([word]) => word),
    'email:players',
    'email:u123',
    'status:escalated reward',
    'value>15 hundredth',
  ];
  for (let round = 0; round < rounds; round += 1) {
    for (const queue of queues) {
      const { first, deep: further } = timings.queues[queue]!;
      first.push(await timed(() => page({ queue, agentId })));
      if (deep[queue]) further.push(await timed(() => page({ queue, agentId, cursor: deep[queue] })));
    }
    timings.badges.push(await timed(() => countQueues(agentId, now)));
    timings.ticket.push(await timed(() => readTicketForAgent(ticketNumberOf(1 + round * 7))));
    for (const text of sought) {
      timings.searches[text] ??= [];
      timings.searches[text].push(await timed(() => page({ queue: 'all', agentId, search: parseTicketSearch(text) })));
    }
  }
  return timings;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function measureNaive({ client }: Laboratory, plan: Plan) {
  const offset = Math.floor(plan.many / 10);
  const of = async (statement: string) => {
    const times = [];
    for (let round = 0; round < 3; round += 1) times.push(await timed(() => client.query(statement)));
    return median(times);
  };
  return {
    offset: await of(`SELECT * FROM ticket ORDER BY opened_at DESC, id DESC LIMIT 50 OFFSET ${offset}`),
    count: await of(`SELECT status, count(*) FROM ticket GROUP BY status`),
    ilike: await of(`SELECT * FROM ticket WHERE description ILIKE '%seldom%' ORDER BY opened_at DESC LIMIT 50`),
  };
}

function percentile99(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.99) - 1)]!;
}

const ms = (value: number) => `${value.toFixed(2)} ms`;
const round2 = (value: number) => Math.round(value * 100) / 100;

function conclude(
  plan: Plan,
  few: Timings,
  many: Timings,
  naive: { offset: number; count: number; ilike: number },
): Measured {
  const rows: Row[] = [];
  let [deepest, grown, slowest] = [0, 0, 0];
  for (const [queue, { first, deep }] of Object.entries(many.queues)) {
    const further = deep.length > 0 ? median(deep) / median(first) : 1;
    const growth = median(first) / median(few.queues[queue]!.first);
    deepest = Math.max(deepest, further);
    grown = Math.max(grown, growth);
    slowest = Math.max(slowest, percentile99([...first, ...deep]));
    rows.push([
      `${queue}, first page`,
      ms(median(first)),
      `deep ${further.toFixed(2)} ×, of ${plan.few} ${growth.toFixed(2)} ×`,
    ]);
  }
  let worst = 0;
  for (const [text, times] of Object.entries(many.searches)) {
    worst = Math.max(worst, percentile99(times));
    rows.push([`search ${text}`, ms(median(times)), `99th ${ms(percentile99(times))}`]);
  }
  rows.push([
    'badges',
    ms(median(many.badges)),
    `with ${plan.few} ${ms(median(few.badges))}; GROUP BY ${ms(naive.count)}`,
  ]);
  rows.push(['one ticket', ms(median(many.ticket)), `with ${plan.few} ${ms(median(few.ticket))}`]);
  rows.push(['OFFSET', ms(naive.offset), 'a tenth into the list, without the names']);
  rows.push(['ILIKE', ms(naive.ilike), 'for the rarest word']);
  return {
    rows,
    figures: {
      tickets: plan.many,
      deepOfFirst: round2(deepest),
      manyOfFew: round2(grown),
      queueP99Ms: round2(slowest),
      badgesMs: round2(median(many.badges)),
      searchP99Ms: round2(worst),
      ticketMs: round2(median(many.ticket)),
      offsetMs: round2(naive.offset),
      ilikeMs: round2(naive.ilike),
      ratio: round2(deepest),
    },
  };
}
