/**
 * Runs before each test file, and before its imports: lib/foundation/env reads these once. The database that DATABASE_URL
 * names does not exist until the file asks for it with `await freshDatabase()`.
 */
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const name = `test_${randomBytes(8).toString('hex')}`;
const folder = process.env.TEST_FOLDER ?? tmpdir();

Object.assign(process.env, {
  DATABASE_URL: process.env.TEST_CLUSTER_URL?.replace(/[^/]*$/, name) ?? `postgresql://unset.invalid/${name}`,
  DATABASE_POOL: '10',
  DATA_DIR: join(folder, name),
  PUBLIC_URL: 'http://localhost:3000',
  AUTH_SECRET: 'test-auth-secret-0123456789abcdefghijklmnop',
  CRON_SECRET: 'test-cron-secret-0123456789abcdefghijklmnop',
  MAIL_FROM: 'Rewards Support <support@makegood.test>',
  MAIL_DOMAIN: 'mail.makegood.test',
  MAIL_AUTHSERV_ID: 'mx.makegood.test',
  INBOUND_EMAIL_SECRET: 'test-inbound-secret-0123456789',
  ALLOW_PRIVATE_CALLBACKS: '1',
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
});
for (const unset of ['SMTP_URL', 'MAIL_SINK_DIR', 'STORAGE_URL', 'IMAP_URL', 'DEMO_GAME_URL'])
  delete process.env[unset];
