/** The measured process: decides what is due when told to, and says how long that took and what memory it had. */
import { decideDueTickets, type Tally } from '@/lib/tickets/decide-due-tickets';
import { onWhistle, report } from '../faults/whistle';

export type HourlyReport = { tally: Tally; ms: number; idleMb: number; peakMb: number };

const idleMb = residentMb();

onWhistle(async () => {
  let peakMb = 0;
  const sampler = setInterval(() => {
    peakMb = Math.max(peakMb, residentMb());
  }, 20);
  const started = performance.now();
  const tally = await decideDueTickets();
  const ms = performance.now() - started;
  clearInterval(sampler);
  report({ tally, ms, idleMb, peakMb } satisfies HourlyReport);
});

function residentMb(): number {
  return process.memoryUsage.rss() / 1024 / 1024;
}
