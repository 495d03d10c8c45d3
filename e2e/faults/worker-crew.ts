/** So many processes at work at any time, others loaded and waiting, and a hand that kills one of those at work. */
import type { ChildProcess } from 'node:child_process';
import { hear, kill, type Laboratory } from './laboratory';

export type Crew = {
  kills: () => number;
  /** How many of those at work have not ended by themselves. */
  alive: () => number;
  /** Kills a random one of those at work; the next takes its place as soon as it has loaded. */
  killOne: () => Promise<void>;
  killAll: () => Promise<void>;
};

export async function startCrew(lab: Laboratory, script: string, atWork: number, waiting: number): Promise<Crew> {
  const working: ChildProcess[] = [];
  const loaded: Promise<ChildProcess>[] = [];
  let kills = 0;
  const load = () => {
    const child = lab.start(script);
    const ready = hear(child).then(() => child);
    ready.catch(() => undefined);
    loaded.push(ready);
  };
  const putToWork = async () => {
    const child = await loaded.shift()!;
    child.send('go');
    working.push(child);
  };
  for (let count = 0; count < atWork + waiting; count += 1) load();
  for (let count = 0; count < atWork; count += 1) await putToWork();
  return {
    kills: () => kills,
    alive: () => working.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null).length,
    killOne: async () => {
      const [victim] = working.splice(Math.floor(Math.random() * working.length), 1);
      if (victim) await kill(victim);
      kills += 1;
      load();
      await putToWork();
    },
    killAll: async () => {
      kills += working.length;
      await Promise.all(working.splice(0).map(kill));
      await Promise.all((await Promise.all(loaded.splice(0))).map(kill));
    },
  };
}
