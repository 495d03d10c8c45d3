/** An admin changes how an integration is set up: any part of it, the rest stays. Secrets have use cases of their own. */

import { auditChange } from '@/lib/foundation/audit';
import { sql } from '@/lib/foundation/db';
import type { IntegrationSetup } from '@/lib/offers/read-integration';
import { type Changed, type Look, withIntegration } from '@/lib/offers/with-integration';
import { formatUsd } from '@/lib/rules/money';
import type { Refusal } from '@/lib/rules/refusal';

/** Refused: `not-found`, or `version-changed` with who changed what and the version that it has now. */
export async function changeIntegration(look: Look, change: Partial<IntegrationSetup>): Promise<Changed | Refusal> {
  return withIntegration(look, async (tx, before) => {
    const after: IntegrationSetup = { ...before, ...change };
    await tx.execute(sql`
      UPDATE integration
         SET enabled = ${after.enabled}, require_signature = ${after.requireSignature}, allowed_ips = ${after.allowedIps},
             status_map = ${JSON.stringify(after.statusMap)}::jsonb, daily_budget_micros = ${after.dailyBudgetMicros},
             settings = settings || ${JSON.stringify(toSettings(after))}::jsonb
       WHERE key = ${look.key}`);
    const names = Object.keys(change) as (keyof IntegrationSetup)[];
    await auditChange(tx, look.actor, {
      action: 'change-integration',
      subject: `integration:${look.key}`,
      before: told(before, names),
      after: told(after, names),
    });
    return {};
  });
}

function toSettings({ eventMap, custom }: IntegrationSetup): object {
  return custom ? { eventMap, custom } : { eventMap };
}

function told(setup: IntegrationSetup, names: readonly (keyof IntegrationSetup)[]): Record<string, unknown> {
  return Object.fromEntries(
    names.map((name) => {
      const value = setup[name];
      return [name, typeof value === 'bigint' ? formatUsd(value) : value];
    }),
  );
}
