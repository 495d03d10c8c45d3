/**
 * A process that runs the automation as the worker does, when it is told to: `once` is the hourly run, `once-small` the same
 * in small batches, so that two of these meet often, `loop` goes on until `stop`. Answers with what it decided.
 */
import { runHourly } from '@/lib/jobs/run-hourly';
import { matchWaiting } from '@/lib/postbacks/match-confirmation';
import { decideDueTickets, type Tally } from '@/lib/tickets/decide-due-tickets';
import { onWhistle, report } from './whistle';

let stopped = false;
onWhistle(async (order: 'once' | 'once-small' | 'loop' | 'stop') => {
  if (order === 'stop') stopped = true;
  else if (order === 'once') report(await runHourly());
  else if (order === 'once-small') {
    await matchWaiting();
    report(await decideDueTickets({ batch: 25 }));
  } else report(await untilStopped());
});

async function untilStopped(): Promise<Tally> {
  const total: Tally = { approved: 0, denied: 0, held: 0, left: 0 };
  while (!stopped) {
    const tally = await decideDueTickets({ batch: 25 });
    for (const name of ['approved', 'denied'] as const) total[name] += tally[name];
  }
  return total;
}
