/**
 * What must have become of a user's steps after any number of postbacks, in as few lines as it can be said: one thing after
 * the other, no database, no clock. The house's own code is not used here; where the two differ, one of them is wrong.
 * Figures: two tasks, 'a' and 'b', worth less than the automation's limit together.
 */
export type Postback = {
  transaction: string;
  trust: 'strong' | 'weak';
  state: 'PENDING' | 'COMPLETED' | 'RECONCILED';
  click: number;
  task: 'a' | 'b';
  payout: string;
};
export type Task = Postback['task'];
export type Step =
  | ({ do: 'postback' } & Postback)
  | { do: 'click'; click: number }
  | { do: 'open'; tasks: Task[] }
  | { do: 'acknowledge' }
  | { do: 'hourly' };

type Confirmation = Postback & { known: boolean; settled: boolean };
type Grant = {
  held: boolean;
  told: 'PENDING' | 'ACKNOWLEDGED' | 'CANCELLED';
  takenBack: 'PENDING' | 'CANCELLED' | null;
};
type Ticket = { tasks: Task[]; status: string; round: number };
export type World = {
  clicks: number[];
  confirmations: Confirmation[];
  conflicts: Record<string, number>;
  grants: Partial<Record<Task, Grant>>;
  tickets: Ticket[];
};
export const NOTHING_YET: World = { clicks: [], confirmations: [], conflicts: {}, grants: {}, tickets: [] };

/** Does one step; returns what the sender of a postback is answered, else whether anything was done. */
export function take(world: World, step: Step): string {
  switch (step.do) {
    case 'postback':
      return receive(world, step);
    case 'click':
      if (!world.clicks.includes(step.click)) world.clicks.push(step.click);
      return 'done';
    case 'open':
      if (world.clicks.length === 0) return 'unknown-click';
      if (world.tickets.some(({ tasks }) => tasks.some((task) => step.tasks.includes(task)))) return 'ticket-exists';
      world.tickets.push({ tasks: step.tasks, status: 'OPEN', round: 1 });
      return 'done';
    case 'acknowledge':
      for (const grant of Object.values(world.grants)) if (grant.told === 'PENDING') grant.told = 'ACKNOWLEDGED';
      return 'done';
    case 'hourly':
      for (const ticket of world.tickets.filter(({ status }) => ['OPEN', 'PENDING_CONFIRMATION'].includes(status))) {
        const verdict = judge(world, ticket);
        if (verdict === 'approve') approve(world, ticket);
        if (verdict === 'deny') ticket.status = 'DENIED';
        if (verdict === 'hold') ticket.status = 'PENDING_CONFIRMATION';
      }
      return 'done';
  }
}

/** A transaction is about one click and one step; of one state, the first content stands (R22, PB-003, PB-028). */
function receive(
  { confirmations, clicks, conflicts }: World,
  { trust, transaction, state, click, task, payout }: Postback,
) {
  const same = confirmations.filter((one) => one.transaction === transaction);
  const first = same.find((one) => one.state === state);
  if (same.some((one) => one.click !== click || one.task !== task) || (first && first.payout !== payout)) {
    conflicts[transaction] = (conflicts[transaction] ?? 0) + 1;
    return 'conflict';
  }
  if (first) return 'duplicate';
  const known = clicks.includes(click);
  confirmations.push({ transaction, trust, state, click, task, payout, known, settled: false });
  return known ? 'recorded' : 'unmatched';
}

export function unsettled({ confirmations, clicks }: World): Confirmation[] {
  return confirmations.filter(({ settled, click }) => !settled && clicks.includes(click));
}

/** What the worker does about one confirmation, as soon as its click is known (R4, R15, R22). */
export function settle(world: World, confirmation: Confirmation): void {
  Object.assign(confirmation, { known: true, settled: true });
  const { task } = confirmation;
  const best = counting(world, task);
  const grant = world.grants[task];
  if (grant?.held && !(best?.state === 'COMPLETED' && best.trust === 'strong')) takeBack(grant);
  for (const ticket of world.tickets.filter(({ tasks }) => tasks.includes(task))) {
    const verdict = judge(world, ticket);
    const undecided = ticket.status !== 'APPROVED';
    const denied = ticket.status === 'DENIED';
    if (undecided && verdict === 'approve') approve(world, ticket);
    else if (denied && verdict === 'leave') Object.assign(ticket, { status: 'ESCALATED', round: ticket.round + 1 });
    else if (ticket.status === 'OPEN' && verdict === 'hold') ticket.status = 'PENDING_CONFIRMATION';
    else if (ticket.status === 'PENDING_CONFIRMATION' && verdict !== 'hold') ticket.status = 'OPEN';
  }
  if (best?.state === 'COMPLETED' && best.trust === 'strong') grantOnce(world, task);
}

/** Of a transaction the furthest state; of several one that is completed, then a pending, then a reconciled; strong first. */
function counting({ confirmations }: World, task: Task): Confirmation | undefined {
  const FAR = ['PENDING', 'COMPLETED', 'RECONCILED'];
  const further = (one: Confirmation) => (other: Confirmation) =>
    other.transaction === one.transaction && FAR.indexOf(other.state) > FAR.indexOf(one.state);
  const rank = ({ state, trust }: Confirmation) =>
    ['COMPLETED', 'PENDING', 'RECONCILED'].indexOf(state) * 2 + (trust === 'strong' ? 0 : 1);
  return confirmations
    .filter((one) => one.known && one.task === task && !confirmations.some(further(one)))
    .sort((one, other) => rank(one) - rank(other))[0];
}

/** R13, R14. A weak confirmation waits for an agent, and so does a second reward of a step whose first was taken back. */
function judge(world: World, { tasks }: Ticket): 'approve' | 'deny' | 'hold' | 'leave' {
  const open = tasks.filter((task) => !(world.grants[task]?.held && world.grants[task].told === 'ACKNOWLEDGED'));
  const best = open.map((task) => counting(world, task));
  if (open.length === 0 || best.some((one) => one?.state === 'RECONCILED')) return 'deny';
  if (best.some((one) => one?.state === 'PENDING')) return 'hold';
  if (best.includes(undefined)) return 'deny';
  const doubtful = best.some((one) => one!.trust === 'weak') || open.some((task) => world.grants[task]?.held === false);
  return doubtful ? 'leave' : 'approve';
}

function approve(world: World, ticket: Ticket): void {
  if (ticket.status === 'DENIED') ticket.round += 1;
  ticket.status = 'APPROVED';
  for (const task of ticket.tasks) grantOnce(world, task);
}

function grantOnce({ grants }: World, task: Task): void {
  grants[task] ??= { held: true, told: 'PENDING', takenBack: null };
}

/** The publisher hears of it only if it ever acknowledged the reward. */
function takeBack(grant: Grant): void {
  const acknowledged = grant.told === 'ACKNOWLEDGED';
  Object.assign(grant, { held: false, told: acknowledged ? 'ACKNOWLEDGED' : 'CANCELLED' });
  grant.takenBack = acknowledged ? 'PENDING' : 'CANCELLED';
}
