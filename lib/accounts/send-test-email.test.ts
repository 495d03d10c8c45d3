import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { anAgent } from '@/e2e/support/desk';
import { sendTestEmail } from '@/lib/accounts/send-test-email';
import { db, sql } from '@/lib/foundation/db';
import { claimEmails } from '@/lib/outbox/claim-emails';
import { composeEmail } from '@/lib/outbox/compose-email';

await freshDatabase();
const agent = { id: await anAgent('Lea', 'lead'), email: 'lea@desk.example' };
const asked = { template: 'validate-address', locale: 'es', agent } as const;

test('a test letter goes to who asks, with the words in use and without a ticket; the eleventh of an hour does not', async () => {
  expect(await sendTestEmail(asked)).toEqual({ to: 'lea@desk.example' });
  const [row] = await claimEmails(1, null);
  const words = { subject: 'Nuestra prueba', heading: '', body: '' };
  const mail = await composeEmail(row!, new Map([['validate-address:es', words]]));
  expect(mail).toMatchObject({
    to: { address: 'lea@desk.example' },
    subject: expect.stringContaining('Nuestra prueba'),
  });
  for (let at = 2; at <= 10; at += 1) expect(await sendTestEmail(asked)).toHaveProperty('to');
  expect(await sendTestEmail(asked)).toMatchObject({ refused: 'too-many' });
  expect(await db.query(sql`SELECT count(*)::int AS count FROM email WHERE ticket_id IS NULL`)).toEqual([
    { count: 10 },
  ]);
});
