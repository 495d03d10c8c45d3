/**
 * Tests that stand beside the code. `pure` needs nothing but the processor; `database` gets a PostgreSQL of its own
 * (e2e/support/global-setup.ts), so that a run disturbs neither a running demo nor another run.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const pure = ['lib/rules', 'lib/dialects', 'lib/emails', 'components', 'messages'].map(
  (room) => `${room}/**/*.test.{ts,tsx}`,
);

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    setupFiles: ['e2e/support/test-environment.ts'],
    projects: [
      { extends: true, test: { name: 'pure', include: pure } },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['lib/**/*.test.{ts,tsx}', 'app/**/*.test.{ts,tsx}', 'bin/**/*.test.ts', 'prisma/**/*.test.ts'],
          exclude: pure,
          globalSetup: ['e2e/support/global-setup.ts'],
        },
      },
    ],
  },
});
