/** A retired secret is believed again beside the current one: the network was not ready yet. */

import { auditChange } from '@/lib/foundation/audit';
import { sql } from '@/lib/foundation/db';
import { type Changed, type Look, withIntegration } from '@/lib/offers/with-integration';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export async function restoreSecret(look: Look): Promise<Changed | Refusal> {
  return withIntegration(look, async (tx, { key, canRestoreSecret }) => {
    if (!canRestoreSecret) return refuse('conflict', 'There is no retired secret to restore.');
    await tx.execute(sql`
      UPDATE integration SET previous_secret = retired_secret, retired_secret = NULL, secret_retired_at = NULL
       WHERE key = ${key}`);
    await auditChange(tx, look.actor, {
      action: 'restore-secret',
      subject: `integration:${key}`,
      before: { liveSecrets: 1 },
      after: { liveSecrets: 2 },
    });
    return {};
  });
}
