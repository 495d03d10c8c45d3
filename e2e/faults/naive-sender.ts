/** The control of smtp: no claim, a new Message-ID each time, marked when it is over. Nothing like this exists in lib/. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { db, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { openCourier } from '@/lib/outbox/smtp';
import { onWhistle } from './whistle';

onWhistle(() => sendForever());

async function sendForever(): Promise<never> {
  const courier = openCourier(env.SMTP_URL!, 1);
  for (;;) {
    const due = await db.query<{ id: string; toAddress: string }>(
      sql`SELECT id, to_address FROM email WHERE status = 'PENDING' ORDER BY next_at, id LIMIT 10`,
    );
    for (const { id, toAddress: to } of due) {
      const messageId = `<${randomUUID()}@mail.makegood.test>`;
      const envelope = { from: 'bounce@mail.makegood.test', to };
      const fate = await courier.handOver({ envelope, messageId, from: 'support@makegood.test', to, text: 'decided' });
      if (fate.fate === 'sent') await db.execute(sql`UPDATE email SET status = 'SENT' WHERE id = ${id}::uuid`);
    }
    await wait(20);
  }
}
