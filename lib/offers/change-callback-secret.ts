/**
 * The secret that an app's callbacks are signed with. Where the dialect carries several signatures, two are live while the
 * publisher changes over; elsewhere the new one signs at once. Either way the one before is kept, so that the change can be
 * taken back.
 */
import { dialectNamed } from '@/lib/dialects';
import { auditChange } from '@/lib/foundation/audit';
import { sql, type Tx } from '@/lib/foundation/db';
import { newCallbackSecret } from '@/lib/offers/save-callback';
import { withApp } from '@/lib/offers/with-app';
import type { Changed, Look } from '@/lib/offers/with-integration';
import { type Refusal, refuse } from '@/lib/rules/refusal';

/** `slip` opens the secret to whoever made it, for a few minutes (reveal-callback-secret.ts). Null: one is made up. */
export async function rotateCallbackSecret(
  look: Look,
  given: string | null,
): Promise<Changed<{ slip: string }> | Refusal> {
  return withApp(look, async (tx, { key, config, secret: before }) => {
    const rewards = config && dialectNamed(config.dialect)?.rewards;
    if (!rewards) return refuse('conflict', 'Say first how this game is told about rewards.');
    const [current = '', old] = before.split(' ');
    if (old !== undefined) return refuse('conflict', 'Two secrets are live already. Retire the old one first.');
    const made = given ?? newCallbackSecret(rewards);
    if (made === current) return refuse('malformed', 'This is the secret that it has already.');
    const overlaps = rewards.liveSecrets === 2 && current !== '';
    const after: Live = overlaps
      ? { secret: `${made} ${current}`, retired: null }
      : { secret: made, retired: current || null };
    return { slip: await write(tx, look, { key, before, after, action: 'rotate-callback-secret' }) };
  });
}

export async function retireCallbackSecret(look: Look): Promise<Changed | Refusal> {
  return withApp(look, async (tx, { key, secret: before }) => {
    const [current = '', old] = before.split(' ');
    if (old === undefined) return refuse('conflict', 'There is no old secret to retire.');
    await write(tx, look, { key, before, after: { secret: current, retired: old }, action: 'retire-callback-secret' });
    return {};
  });
}

/** The publisher was not ready: the one before is live again, beside the current one or in its place. */
export async function restoreCallbackSecret(look: Look): Promise<Changed | Refusal> {
  return withApp(look, async (tx, { key, config, secret: before }) => {
    const [row] = await tx.query<{ retired: string | null }>(
      sql`SELECT callback_retired_secret AS retired FROM app WHERE key = ${key}`,
    );
    const retired = row?.retired;
    const rewards = config && dialectNamed(config.dialect)?.rewards;
    if (!retired || !rewards) return refuse('conflict', 'There is no secret to restore.');
    const after: Live =
      rewards.liveSecrets === 2
        ? { secret: `${before} ${retired}`, retired: null }
        : { secret: retired, retired: before };
    await write(tx, look, { key, before, after, action: 'restore-callback-secret' });
    return {};
  });
}

type Live = { secret: string; retired: string | null };
type Change = { key: string; before: string; after: Live; action: string };

async function write(tx: Tx, look: Look, { key, before, after, action }: Change): Promise<string> {
  await tx.execute(sql`
    UPDATE app SET callback_secret = ${after.secret}, callback_retired_secret = ${after.retired},
           callback_secret_changed_at = ${tx.now} WHERE key = ${key}`);
  const count = (secret: string) => ({ liveSecrets: secret.split(' ').filter(Boolean).length });
  const slip = await auditChange(tx, look.actor, {
    action,
    subject: `app:${key}`,
    before: count(before),
    after: count(after.secret),
    secretChanged: true,
  });
  return slip!;
}
