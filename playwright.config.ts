/**
 * Stories in a real browser and requests to real doors, against a stack of their own (e2e/support/stack-setup.ts): embedded
 * PostgreSQL, web, worker, mail sink and game server on free ports, beside whatever else runs on this machine.
 */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  globalSetup: './e2e/support/stack-setup.ts',
  fullyParallel: true,
  workers: 2,
  // One more try where the machine is shared; a test that needs it is reported as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  outputDir: 'test-results',
  use: { trace: 'retain-on-failure', actionTimeout: 15_000 },
  projects: [
    { name: 'api', testDir: 'e2e/api' },
    { name: 'stories', testDir: 'e2e/stories' },
    // What changes the whole house, and would disturb everybody else in it.
    { name: 'alone', testDir: 'e2e/alone', dependencies: ['api', 'stories'] },
  ],
});
