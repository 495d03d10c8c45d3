/**
 * The measured process: sends what is due as a worker does; or renders and hands over the same messages without a database; or
 * hands over, by nodemailer's own pool, what was rendered before. Says how long that took.
 */
import nodemailer from 'nodemailer';
import { env } from '@/lib/foundation/env';
import { type ClaimedEmail, claimEmails } from '@/lib/outbox/claim-emails';
import { composeEmail } from '@/lib/outbox/compose-email';
import { type Overrides, readOverrides } from '@/lib/outbox/email-overrides';
import { drainEmails } from '@/lib/outbox/send-emails';
import { type Mail, openCourier } from '@/lib/outbox/smtp';
import { atOnce } from '../faults/at-once';
import { onWhistle, report } from '../faults/whistle';

export type Way = 'outbox' | 'rendering' | 'nodemailer';
/** `load`: claim so many for the two ways that have no database. */
export type MailOrder = { way: Way | 'load'; count: number };
export type MailReport = { ms: number };

/** As many as lib/outbox/send-emails.ts has. */
const CONNECTIONS = 5;

let rows: ClaimedEmail[] = [];
let rendered: Mail[] = [];
let overrides: Overrides = new Map();

const ways: Record<MailOrder['way'], (count: number) => Promise<unknown>> = {
  load: async (count) => {
    rows = await claimEmails(count, null);
    overrides = await readOverrides();
    rendered = [];
    for (const row of rows) rendered.push(await composeEmail(row, overrides));
  },
  outbox: () => drainEmails(),
  rendering: async (count) => {
    const courier = openCourier(env.SMTP_URL!, CONNECTIONS);
    await atOnce(CONNECTIONS, rows.slice(0, count), async (row) =>
      courier.handOver(await composeEmail(row, overrides)),
    );
    courier.close();
  },
  nodemailer: async (count) => {
    const pool = nodemailer.createTransport({
      url: env.SMTP_URL!,
      pool: true,
      maxConnections: CONNECTIONS,
      maxMessages: Number.POSITIVE_INFINITY,
    });
    // More than there are connections, so that none of them waits for us.
    await atOnce(4 * CONNECTIONS, rendered.slice(0, count), (mail) => pool.sendMail(mail));
    pool.close();
  },
};

onWhistle<MailOrder>(async ({ way, count }) => {
  const started = performance.now();
  await ways[way](count);
  report({ ms: performance.now() - started } satisfies MailReport);
});
