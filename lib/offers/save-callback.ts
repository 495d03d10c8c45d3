/**
 * An admin says how a game is told about rewards. Where the address or the protocol changes, the callback is switched off
 * until a test of the new one was acknowledged (seed: the toggle appears "once … the test callback … is successful"). A new
 * address is also a new chance: what was paused after too many failures is paused no longer.
 */
import { randomBytes } from 'node:crypto';
import { dialectNamed } from '@/lib/dialects';
import { coverValues } from '@/lib/dialects/mask-secrets';
import type { Rewards } from '@/lib/dialects/rewards';
import { auditChange } from '@/lib/foundation/audit';
import { sql } from '@/lib/foundation/db';
import { findCallbackFaults } from '@/lib/offers/callback-faults';
import type { CallbackConfig } from '@/lib/offers/callback-setup';
import { withApp } from '@/lib/offers/with-app';
import type { Changed, Look } from '@/lib/offers/with-integration';
import { type Refusal, refuse } from '@/lib/rules/refusal';

/** A first secret is made up where the dialect signs. Refused: `malformed` with `details.faults`, `version-changed`. */
export async function saveCallback(look: Look, config: CallbackConfig): Promise<Changed<{ off: boolean }> | Refusal> {
  const faults = findCallbackFaults(config);
  const rewards = dialectNamed(config.dialect)?.rewards;
  if (faults.length > 0 || !rewards) {
    return refuse('malformed', 'Rewards cannot be reported like this.', { details: { faults } });
  }
  return withApp(look, async (tx, before) => {
    const moved = addressOf(before.config) !== addressOf(config);
    const secret = carryOver(before.secret, rewards);
    await tx.execute(sql`
      UPDATE app SET callback_dialect = ${config.dialect}, callback_url = ${config.urlTemplate},
             callback_reversal_url = ${config.reversalUrlTemplate}, callback_options = ${JSON.stringify(config.options)}::jsonb,
             callback_secret = ${secret}, callback_enabled = callback_enabled AND ${!moved},
             callback_secret_changed_at = CASE WHEN coalesce(callback_secret, '') = ${secret} THEN callback_secret_changed_at
                                               ELSE ${tx.now}::timestamptz END
       WHERE key = ${look.key}`);
    if (moved) {
      await tx.execute(sql`
        UPDATE app SET callback_paused_at = NULL, callback_failing_since = NULL, callback_tried_at = NULL
         WHERE key = ${look.key}`);
    }
    const cover = (told: object) => JSON.parse(coverValues(before.secret.split(' '))(JSON.stringify(told)));
    await auditChange(tx, look.actor, {
      action: 'save-callback',
      subject: `app:${look.key}`,
      before: cover({ ...before.config, enabled: before.enabled }),
      after: cover({ ...config, enabled: before.enabled && !moved }),
    });
    return { off: before.enabled && moved };
  });
}

function addressOf(config: CallbackConfig | null): string {
  return JSON.stringify([config?.dialect, config?.urlTemplate, config?.reversalUrlTemplate]);
}

/** A dialect that signs with one secret goes on with the newer of two. */
function carryOver(secret: string, rewards: Rewards): string {
  if (secret === '') return rewards.proof ? newCallbackSecret(rewards) : '';
  return rewards.liveSecrets === 2 ? secret : secret.split(' ')[0]!;
}

/** Standard Webhooks' libraries want base64 behind `whsec_`; elsewhere it is typed or pasted as it stands. */
export function newCallbackSecret({ proof }: Rewards): string {
  const bytes = randomBytes(32);
  if (proof?.name === 'webhook-signature') return `whsec_${bytes.toString('base64')}`;
  return bytes.toString('base64url');
}
