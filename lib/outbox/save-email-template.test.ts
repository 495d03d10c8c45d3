/** Words of an operator: versions, what is in use, and what is sent. */
import { afterAll, expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { anAgent } from '@/e2e/support/desk';
import { startScriptedSmtp } from '@/e2e/support/scripted-smtp';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { overrideFor, readOverrides, readTemplateVersions } from '@/lib/outbox/email-overrides';
import { promiseEmail } from '@/lib/outbox/promise-email';
import { activateEmailTemplate, saveEmailTemplate } from '@/lib/outbox/save-email-template';
import { drainEmails } from '@/lib/outbox/send-emails';

await freshDatabase();
const smtp = await startScriptedSmtp();
Object.assign(env, { SMTP_URL: smtp.url });
afterAll(() => smtp.stop());
const agentId = await anAgent('Lea', 'lead');

const of = { template: 'callbacks-paused', locale: 'en', agentId } as const;
const words = (subject: string, body = '') => ({ subject, heading: '', body });
const active = async () => overrideFor(await readOverrides(), 'callbacks-paused', 'en-GB')?.subject ?? null;

async function sent(key: string): Promise<string> {
  const facts = {
    gameName: 'Gem Quest',
    host: 'x.example',
    since: '2026-11-20T14:05:00.000Z',
    waiting: 1,
    reason: null,
  };
  const letter = { key, template: 'callbacks-paused', props: facts, locale: 'en', to: 'ops@example.com' } as const;
  await inTransaction((tx) => promiseEmail(tx, letter));
  await drainEmails();
  return smtp.accepted.at(-1)!.raw;
}

test('are in use from the saving on, in their language alone, and what is sent has them', async () => {
  expect(await sent('before')).not.toContain('Your server rests');
  expect(await saveEmailTemplate({ ...of, words: words('Your server rests') })).toEqual({ version: 1 });
  expect(await active()).toBe('Your server rests');
  expect(overrideFor(await readOverrides(), 'callbacks-paused', 'es')).toBeNull();
  expect(await sent('after')).toContain('Subject: Your server rests');
});

test('a version is never changed: the next one takes its place, and the first can come back, or the usual words', async () => {
  expect(await saveEmailTemplate({ ...of, words: words('Second') })).toEqual({ version: 2 });
  expect(await active()).toBe('Second');
  expect(await activateEmailTemplate({ ...of, version: 1 })).toEqual({ version: 1 });
  expect(await active()).toBe('Your server rests');
  expect(await activateEmailTemplate({ ...of, version: 1 })).toMatchObject({ refused: 'conflict' });
  expect(await activateEmailTemplate({ ...of, version: 9 })).toMatchObject({ refused: 'not-found' });
  expect(await active()).toBe('Your server rests');
  expect(await activateEmailTemplate({ ...of, version: 0 })).toEqual({ version: 0 });
  expect(await active()).toBeNull();
  const versions = await readTemplateVersions('callbacks-paused', 'en');
  expect(versions.map(({ version, author }) => [version, author])).toEqual([
    [2, 'Lea'],
    [1, 'Lea'],
  ]);
  const entries = await db.query(sql`
    SELECT before, after ->> 'version' AS version FROM audit_entry WHERE action = 'word-email' ORDER BY at, id`);
  expect(entries).toEqual([
    { before: { version: 0 }, version: '1' },
    { before: { version: 1 }, version: '2' },
    { before: { version: 2 }, version: '1' },
    { before: { version: 1 }, version: '0' },
  ]);
});

test('with a fault are not saved', async () => {
  const refused = await saveEmailTemplate({ ...of, words: words('{{gaemName}}') });
  expect(refused).toMatchObject({ refused: 'malformed', details: { faults: [{ meant: 'gameName', column: 1 }] } });
  expect(await readTemplateVersions('callbacks-paused', 'en')).toHaveLength(2);
});

test('of ten at once, each is a version, and one is in use', async () => {
  const saved = await Promise.all(
    Array.from({ length: 10 }, (_, at) => saveEmailTemplate({ ...of, locale: 'es', words: words(`Texto ${at}`) })),
  );
  expect(saved.map((one) => ('version' in one ? one.version : 0)).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 10 }, (_, at) => at + 1),
  );
  const versions = await readTemplateVersions('callbacks-paused', 'es');
  expect(versions.filter((one) => one.active).map(({ version }) => version)).toEqual([10]);
});
