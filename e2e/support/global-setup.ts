/** One PostgreSQL per test run, in a process of its own (cluster.ts) that ends with the run, however the run ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export default async function setup(): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('cluster.ts', import.meta.url))], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exited.then(() => Promise.reject(new Error('The test database did not start; what it said stands above.'))),
  ]);
  const { url, folder } = JSON.parse(line as string) as { url: string; folder: string };
  // Inherited by the processes that run the tests.
  process.env.TEST_CLUSTER_URL = url;
  process.env.TEST_FOLDER = folder;
  return async () => {
    child.stdin.end();
    await exited;
  };
}
