/**
 * Writes a source of postbacks by its key. When the secret changes, the one before stays live as `previous_secret`, so that
 * both sides can change it without losing a postback in between.
 */
import { confirmsFor } from '@/lib/dialects';
import { type Actor, auditChange } from '@/lib/foundation/audit';
import { inTransaction, type Runner, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import type { IntegrationInput, IntegrationOutput } from '@/lib/offers/integration-schema';
import { formatUsd } from '@/lib/rules/money';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export async function putIntegration(
  key: string,
  input: IntegrationInput,
  actor: Actor,
): Promise<IntegrationOutput | Refusal> {
  const isCustom = input.dialect === 'custom';
  if (isCustom !== (input.custom !== null)) return misplacedDefinition(isCustom);
  if (!confirmsFor(input.dialect, input)) return unknownDialect(input.dialect);
  return inTransaction(async (tx) => {
    const [advertiser] = await tx.query<{ id: string }>(sql`SELECT id FROM advertiser WHERE key = ${input.advertiser}`);
    if (!advertiser) return unknownAdvertiser(input.advertiser);
    const before = await readIntegration(tx, key);
    await tx.execute(sql`
      INSERT INTO integration AS i (key, advertiser_id, dialect, secret, require_signature, allowed_ips, status_map,
                                    settings, daily_budget_micros, created_at)
      VALUES (${key}, ${advertiser.id}, ${input.dialect}, ${input.secret}, ${input.requireSignature}, ${input.allowedIps},
              ${JSON.stringify(input.statusMap)}::jsonb, ${JSON.stringify({ eventMap: input.eventMap, custom: input.custom })}::jsonb,
              ${input.dailyBudgetUsd ?? null}, ${tx.now})
      ON CONFLICT (key) DO UPDATE SET advertiser_id = excluded.advertiser_id, dialect = excluded.dialect,
        previous_secret = CASE WHEN i.secret = excluded.secret THEN i.previous_secret ELSE i.secret END,
        secret_changed_at = CASE WHEN i.secret = excluded.secret THEN i.secret_changed_at ELSE ${tx.now} END,
        secret = excluded.secret, version = i.version + 1, require_signature = excluded.require_signature, allowed_ips = excluded.allowed_ips,
        status_map = excluded.status_map,
        settings = i.settings || excluded.settings, daily_budget_micros = excluded.daily_budget_micros`);
    const after = (await readIntegration(tx, key))!;
    const secretChanged = before !== null && before.secret !== after.secret;
    await auditChange(tx, actor, {
      action: 'put-integration',
      subject: `integration:${key}`,
      before: before?.output ?? null,
      after: after.output,
      secretChanged,
    });
    return after.output;
  });
}

function misplacedDefinition(isCustom: boolean): Refusal {
  const message = isCustom
    ? 'Say in "custom" how this source talks and signs.'
    : 'Only the dialect "custom" has a definition of its own.';
  return refuse('malformed', message, { fields: { custom: message } });
}

function unknownDialect(dialect: string): Refusal {
  const message = `We do not know how "${dialect}" confirms.`;
  return refuse('malformed', message, { fields: { dialect: message } });
}

export function unknownAdvertiser(key: string): Refusal {
  const message = `There is no advertiser with the key ${key}.`;
  return refuse('not-found', message, { fields: { advertiser: message } });
}

type Stored = Omit<IntegrationOutput, 'dailyBudgetUsd' | 'postbackUrl'> & {
  dailyBudgetMicros: bigint | null;
  secret: string;
};

async function readIntegration(
  runner: Runner,
  key: string,
): Promise<{ output: IntegrationOutput; secret: string } | null> {
  const [row] = await runner.query<Stored>(sql`
    SELECT i.key, a.key AS advertiser, i.dialect, i.require_signature, i.allowed_ips, i.status_map,
           coalesce(i.settings->'eventMap', '{}') AS event_map,
           i.settings->'custom' AS custom, i.daily_budget_micros, i.secret
    FROM integration i JOIN advertiser a ON a.id = i.advertiser_id WHERE i.key = ${key} FOR UPDATE OF i`);
  if (!row) return null;
  const { secret, dailyBudgetMicros, ...rest } = row;
  const postbackUrl = `${env.PUBLIC_URL}/api/postbacks/${key}`;
  return {
    output: { ...rest, dailyBudgetUsd: dailyBudgetMicros === null ? null : formatUsd(dailyBudgetMicros), postbackUrl },
    secret,
  };
}
