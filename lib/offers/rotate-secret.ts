/**
 * A new secret becomes the current one; the one before stays live until it is retired, so that the network can change over
 * when it likes and no postback in between is refused.
 */
import { randomBytes } from 'node:crypto';
import { auditChange } from '@/lib/foundation/audit';
import { sql } from '@/lib/foundation/db';
import { type Changed, type Look, withIntegration } from '@/lib/offers/with-integration';
import { type Refusal, refuse } from '@/lib/rules/refusal';

/** Long enough for any signature, and of characters that no address changes. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** `slip` opens the secret to whoever made it, for a few minutes (reveal-secret.ts). */
export async function rotateSecret(
  look: Look,
  secret: string = newSecret(),
): Promise<Changed<{ slip: string }> | Refusal> {
  return withIntegration(look, async (tx, { key, hasPreviousSecret }) => {
    if (hasPreviousSecret) return refuse('conflict', 'Two secrets are live already. Retire the old one first.');
    const rotated = await tx.execute(sql`
      UPDATE integration SET previous_secret = secret, secret = ${secret}, retired_secret = NULL, secret_retired_at = NULL,
                             secret_changed_at = ${tx.now}
       WHERE key = ${key} AND secret <> ${secret}`);
    if (rotated === 0) return refuse('malformed', 'This is the secret that it has already.');
    const slip = await auditChange(tx, look.actor, {
      action: 'rotate-secret',
      subject: `integration:${key}`,
      before: { liveSecrets: 1 },
      after: { liveSecrets: 2 },
      secretChanged: true,
    });
    return { slip: slip! };
  });
}
