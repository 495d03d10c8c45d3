/** The steps of `npm run check` and `npm test`: what is run, how it is counted, what is said at the end. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';

export type Step = {
  name: string;
  command: string[];
  env?: Record<string, string>;
  /** Where the runner writes its own count; without one the step itself counts as one test. */
  count?: { file: string; read: (report: string) => Count };
};
export type Count = { passed: number; failed: number };

const node = (...args: string[]) => [process.execPath, ...args];

const vitestCount = (report: string): Count => {
  const { numPassedTests, numFailedTests, numFailedTestSuites, success } = JSON.parse(report);
  const failed = Math.max(numFailedTests, success ? 0 : Math.max(1, numFailedTestSuites > 0 ? 1 : 0));
  return { passed: numPassedTests, failed };
};

const playwrightCount = (report: string): Count => {
  const { stats, errors } = JSON.parse(report);
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + stats.skipped + errors.length };
};

function vitest(name: string, project: string): Step {
  const file = `.cache/vitest-${project}.json`;
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  return {
    name,
    command: node('node_modules/vitest/vitest.mjs', 'run', '--project', project, ...reporters),
    count: { file, read: vitestCount },
  };
}

export const checks: Step[] = [
  { name: 'types', command: node('node_modules/typescript/bin/tsc', '--noEmit', '-p', '.') },
  { name: 'lint and format', command: ['node_modules/.bin/biome', 'check', '--error-on-warnings', '.'] },
  {
    name: 'floors',
    command: [
      'node_modules/.bin/depcruise',
      '--config',
      '.dependency-cruiser.json',
      'app',
      'bin',
      'components',
      'lib',
      'prisma',
    ],
  },
  { name: 'dead code', command: ['node_modules/.bin/knip'] },
  vitest('rules', 'pure'),
];

const playwright: Step = {
  name: 'API and browser',
  command: node('node_modules/@playwright/test/cli.js', 'test', '--reporter=line,json'),
  env: { PLAYWRIGHT_JSON_OUTPUT_NAME: '.cache/playwright.json' },
  count: { file: '.cache/playwright.json', read: playwrightCount },
};

const faults = [
  'worker-kill',
  'race-decide',
  'two-schedulers',
  'smtp',
  'duplicates',
  'reorder',
  'web-kill',
  'postgres-kill',
  'overload',
  'publisher',
  'poison',
  'restore',
].flatMap((name): Step[] => [
  { name: `fault: ${name}`, command: node('--import', 'tsx', 'bin/faults.ts', name, '--short') },
  {
    name: `fault: ${name}, control`,
    command: node('--import', 'tsx', 'bin/faults.ts', name, '--short', '--control'),
  },
]);

export const everything: Step[] = [
  ...checks,
  { name: 'migrations agree', command: node('--import', 'tsx', 'bin/migration.ts') },
  vitest('database', 'database'),
  { name: 'build', command: node('--import', 'tsx', 'bin/build.ts') },
  playwright,
  ...faults,
];

export type Result = Count & { name: string; seconds: number };

export async function runStep(step: Step): Promise<Result> {
  const started = Date.now();
  if (step.count) rmSync(step.count.file, { force: true });
  console.log(`\n── ${step.name} ${'─'.repeat(Math.max(3, 70 - step.name.length))}`);
  const [program, ...args] = step.command;
  const child = spawn(program!, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...step.env },
  });
  const code = await new Promise<number>((done) =>
    child.on('exit', (exit) => done(exit ?? 1)).on('error', () => done(1)),
  );
  const counted =
    step.count && existsSync(step.count.file) ? step.count.read(readFileSync(step.count.file, 'utf8')) : null;
  const count = counted ?? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  // A runner that ends badly without naming a failed test has failed all the same.
  const failed = code !== 0 && count.failed === 0 ? 1 : count.failed;
  return { name: step.name, passed: count.passed, failed, seconds: Math.round((Date.now() - started) / 1000) };
}

/** Prints the table and, as the last line, `N passed, N failed`. Returns the exit code. */
export function summary(results: Result[]): number {
  console.log('');
  for (const { name, passed, failed, seconds } of results) {
    console.log(
      `${failed > 0 ? '✗' : '✓'} ${name.padEnd(32)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${String(seconds).padStart(5)} s`,
    );
  }
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}
