/**
 * Steps that were under way at once may have happened in any order, and the worker may have come between any two of them.
 * These are all the worlds that such orders lead to and that agree with what each sender was answered.
 */
import { type Step, settle, take, unsettled, type World } from './transaction-model';

export type Answered = { step: Step; answer: string };

export function everyOrder(starts: readonly World[], steps: readonly Answered[]): World[] {
  const ends = new Map<string, World>();
  const seen = new Set<string>();
  const visit = (world: World, left: readonly Answered[]): void => {
    const key = `${left.map((one) => steps.indexOf(one))} ${nameOf(world)}`;
    if (seen.has(key)) return;
    seen.add(key);
    const waiting = unsettled(world);
    if (left.length === 0 && waiting.length === 0) ends.set(nameOf(world), world);
    for (const one of left) {
      const next = structuredClone(world);
      if (take(next, one.step) === one.answer) visit(next, without(left, one));
      // The hourly run passes by whatever somebody else is just changing: the next one takes it up.
      if (one.step.do === 'hourly' && steps.length > 1) visit(world, without(left, one));
    }
    for (const [index] of waiting.entries()) {
      const next = structuredClone(world);
      settle(next, unsettled(next)[index]!);
      visit(next, left);
    }
  };
  for (const start of starts) visit(start, steps);
  return [...ends.values()];
}

function without(left: readonly Answered[], one: Answered): Answered[] {
  return left.filter((other) => other !== one);
}

/** Two worlds are the same when they have the same name; the order in which rows came into them does not count. */
export function nameOf({ clicks, confirmations, conflicts, grants, tickets }: World): string {
  const sorted = <T>(rows: readonly T[]) => rows.map((row) => JSON.stringify(row)).sort();
  const { a, b } = grants;
  return JSON.stringify([
    sorted(clicks),
    sorted(confirmations),
    Object.entries(conflicts).sort(),
    a,
    b,
    sorted(tickets),
  ]);
}
