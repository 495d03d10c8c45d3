/** Starts the examples that publishers copy (docs/examples), in whichever languages this machine has. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type Language = { name: string; folder: string; ending: string; command: string; isHere: boolean };

export const LANGUAGES: Language[] = [
  { name: 'Node', folder: 'node', ending: 'mjs', command: process.execPath, isHere: true },
  {
    name: 'Python',
    folder: 'python',
    ending: 'py',
    command: 'python3',
    isHere: runs('python3', '-c', 'import sqlite3'),
  },
  {
    name: 'PHP',
    folder: 'php',
    ending: 'php',
    command: 'php',
    isHere: runs('php', '-r', 'new PDO("sqlite::memory:");'),
  },
  { name: 'Go', folder: 'go', ending: 'go', command: 'go', isHere: runs('go', 'version') },
];

function runs(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const running: { child: ChildProcess; folder: string }[] = [];

export async function stopExamples(): Promise<void> {
  for (const { child, folder } of running.splice(0)) {
    const ended = new Promise((done) => child.once('exit', done));
    // `go run` and the web server of PHP are groups of processes.
    process.kill(-child.pid!, 'SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The origin that it listens at, and what it says it has booked. */
export async function startExample({ folder, ending, command }: Language, dialect: string, secret: string) {
  const books = mkdtempSync(join(tmpdir(), 'makegood-example-'));
  const given = 20_000 + Math.floor(Math.random() * 20_000);
  const file = `${dialect}.${ending}`;
  const args = {
    mjs: ['--disable-warning=ExperimentalWarning', file],
    py: [file],
    php: ['-S', `127.0.0.1:${given}`, file],
    go: ['run', file, 'ledger.go'],
  }[ending]!;
  const env = {
    ...process.env,
    SECRET: secret,
    PORT: '0',
    LEDGER: join(books, 'ledger'),
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const child = spawn(command, args, { cwd: join('docs/examples', folder), env, detached: true });
  running.push({ child, folder: books });
  const booked: string[] = [];
  const port = await new Promise<number>((done, failed) => {
    const listen = (line: string) => {
      const at = /^port (\d+)$/.exec(line)?.[1] ?? /Development Server \(http:\/\/127\.0\.0\.1:(\d+)\)/.exec(line)?.[1];
      if (at) done(Number(at));
      const booking = /\bbooked (.+)$/.exec(line)?.[1];
      if (booking) booked.push(booking);
    };
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', listen);
    child.once('exit', (code) => failed(new Error(`${file} ended with ${code}`)));
  });
  return { origin: `http://127.0.0.1:${port}`, booked };
}
