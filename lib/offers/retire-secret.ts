/** The old one of two live secrets is believed no longer. It is kept until the next rotation, so that this can be undone. */

import { auditChange } from '@/lib/foundation/audit';
import { sql } from '@/lib/foundation/db';
import { type Changed, type Look, withIntegration } from '@/lib/offers/with-integration';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export async function retireSecret(look: Look): Promise<Changed | Refusal> {
  return withIntegration(look, async (tx, { key, hasPreviousSecret }) => {
    if (!hasPreviousSecret) return refuse('conflict', 'There is no old secret to retire.');
    await tx.execute(sql`
      UPDATE integration SET retired_secret = previous_secret, previous_secret = NULL, secret_retired_at = ${tx.now}
       WHERE key = ${key}`);
    await auditChange(tx, look.actor, {
      action: 'retire-secret',
      subject: `integration:${key}`,
      before: { liveSecrets: 2 },
      after: { liveSecrets: 1 },
    });
    return {};
  });
}
