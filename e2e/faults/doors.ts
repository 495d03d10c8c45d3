/** Doors for postbacks: each a process of its own, that can be killed and started again at the same address. */
import { type ChildProcess, execFileSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { buildIfStale } from '../../bin/build-if-stale';
import { freePort } from '../../bin/postgres';
import { INTAKE_COMMAND, WORKER_COMMAND } from '../../bin/worker-command';
import { kill, type Laboratory } from './laboratory';

/** What stands in for a door in the controls (naive-door.ts). */
export type Naive = 'check-then-insert' | 'last-writer-wins' | 'answer-first' | 'async-commit' | 'unbounded';
export type DoorKind = 'web' | 'intake' | Naive;

export type Door = {
  kind: DoorKind;
  url: string;
  /** Resolves when it answers. */
  start: () => Promise<void>;
  kill: () => Promise<void>;
  isAlive: () => boolean;
  /** Resident, in MB. */
  memory: () => number;
};

/** The doors that the product has. */
export const REAL_DOORS: readonly DoorKind[] = ['web', 'intake'];

export async function openDoors(lab: Laboratory, kinds: readonly DoorKind[]): Promise<Door[]> {
  if (kinds.includes('web')) await buildIfStale();
  return Promise.all(kinds.map((kind) => openDoor(lab, kind)));
}

async function openDoor(lab: Laboratory, kind: DoorKind): Promise<Door> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess;
  const start = async () => {
    child = lab.run(commandOf(kind, String(port)), { PORT: String(port) });
    await untilItAnswers(child, url);
  };
  await start();
  return {
    kind,
    url,
    start,
    kill: () => kill(child),
    isAlive: () => isAlive(child),
    memory: () => Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)])) / 1024),
  };
}

function commandOf(kind: DoorKind, port: string): string[] {
  switch (kind) {
    case 'web':
      return [
        ...['--import', './bin/forwarded-for.mjs', 'node_modules/next/dist/bin/next'],
        ...['start', '-p', port, '-H', '127.0.0.1'],
      ];
    case 'intake':
      return INTAKE_COMMAND;
    default:
      return [...WORKER_COMMAND.slice(0, -1), 'e2e/faults/naive-door.ts', kind, port];
  }
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

async function untilItAnswers(child: ChildProcess, url: string): Promise<void> {
  for (let tries = 0; tries < 600 && isAlive(child); tries += 1) {
    if (
      await fetch(`${url}/api/health`).then(
        () => true,
        () => false,
      )
    )
      return;
    await wait(25);
  }
  throw new Error(`The door at ${url} did not start.`);
}
