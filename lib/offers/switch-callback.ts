/** On or off: off, callbacks wait and nothing is lost; on, only after a test of exactly this set-up was acknowledged. */

import { auditChange } from '@/lib/foundation/audit';
import { sql } from '@/lib/foundation/db';
import { withApp } from '@/lib/offers/with-app';
import type { Changed, Look } from '@/lib/offers/with-integration';
import { wakeCallbacks } from '@/lib/outbox/promise-callback';
import { type Refusal, refuse } from '@/lib/rules/refusal';

/** What has waited is due at once. Refused: `conflict` with `details.faults` while no such test is on record. */
export async function switchCallback(look: Look, on: boolean): Promise<Changed | Refusal> {
  return withApp(look, async (tx, { id, config, enabled, testedAt }) => {
    if (on && !enabled && (!config || !testedAt)) {
      return refuse('conflict', 'Send a test reward first: the game has not acknowledged one as it is set up now.', {
        details: { faults: { enabled: 'untested' } },
      });
    }
    await tx.execute(sql`UPDATE app SET callback_enabled = ${on} WHERE id = ${id}::uuid`);
    if (on) await wakeCallbacks(tx, [id]);
    await auditChange(tx, look.actor, {
      action: 'switch-callback',
      subject: `app:${look.key}`,
      before: { enabled },
      after: { enabled: on },
    });
    return {};
  });
}
