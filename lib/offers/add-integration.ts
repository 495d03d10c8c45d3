/** An admin connects a network. The key is part of the address that the network is given, so one that is taken stays as it is. */
import { confirmDialects } from '@/lib/dialects';
import { type Actor, auditChange } from '@/lib/foundation/audit';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { newSecret } from '@/lib/offers/rotate-secret';
import { ID_PATTERN, secret as secretInput } from '@/lib/rules/api-fields';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export type NewIntegration = { key: string; advertiser: string; dialect: string; secret: string };

/** What is wrong with which field of the form. */
export type NewIntegrationFault = 'missing' | 'key' | 'taken' | 'advertiser' | 'dialect' | 'secret';

/** An empty secret: one is made. A custom dialect takes nothing until it is defined. `slip` shows it to whoever added it (reveal-secret.ts). Refused with `details.faults`. */
export async function addIntegration(given: NewIntegration, actor: Actor): Promise<{ slip: string } | Refusal> {
  const faults = findFaults(given);
  if (Object.keys(faults).length > 0) return refused(faults);
  return inTransaction(async (tx) => {
    const [advertiser] = await tx.query<{ id: string }>(sql`SELECT id FROM advertiser WHERE key = ${given.advertiser}`);
    if (!advertiser) return refused({ advertiser: 'advertiser' });
    const added = await tx.execute(sql`
      INSERT INTO integration (key, advertiser_id, dialect, secret, secret_changed_at, created_at)
      VALUES (${given.key}, ${advertiser.id}, ${given.dialect}, ${given.secret || newSecret()}, ${tx.now}, ${tx.now})
      ON CONFLICT (key) DO NOTHING`);
    if (added === 0) return refused({ key: 'taken' });
    const slip = await auditChange(tx, actor, {
      action: 'add-integration',
      subject: `integration:${given.key}`,
      before: null,
      after: { key: given.key, advertiser: given.advertiser, dialect: given.dialect },
    });
    return { slip: slip! };
  });
}

function findFaults({ key, advertiser, dialect, secret }: NewIntegration): Record<string, NewIntegrationFault> {
  const found: Record<string, NewIntegrationFault> = {};
  if (!key || !ID_PATTERN.test(key)) found.key = key ? 'key' : 'missing';
  // The page for connecting a network stands at this key's place.
  if (key === 'new') found.key = 'taken';
  if (!advertiser || !ID_PATTERN.test(advertiser)) found.advertiser = advertiser ? 'advertiser' : 'missing';
  if (dialect !== 'custom' && !confirmDialects().some(({ name }) => name === dialect))
    found.dialect = dialect ? 'dialect' : 'missing';
  if (secret && !secretInput.safeParse(secret).success) found.secret = 'secret';
  return found;
}

function refused(faults: Record<string, NewIntegrationFault>): Refusal {
  const code = Object.values(faults).includes('taken') ? 'conflict' : 'malformed';
  return refuse(code, 'Something in the form is not right.', { fields: faults, details: { faults } });
}

export type AdvertiserChoice = { key: string; name: string };

/** By name; at most 1,000. */
export function listAdvertisers(): Promise<AdvertiserChoice[]> {
  return db.query<AdvertiserChoice>(sql`SELECT key, name FROM advertiser ORDER BY name, key LIMIT 1000`);
}
