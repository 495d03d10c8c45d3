/**
 * Writes an app (a placement of the wall) by its key, and its publisher if there is none yet. What carries a secret and
 * is left out, stays as it is: `wallSecret`, `callback`. A secret that changes stays live beside the new one
 * ("Two wall secrets can be live while one is rotated").
 */
import { randomBytes } from 'node:crypto';
import { type Actor, auditChange } from '@/lib/foundation/audit';
import { inTransaction, type Runner, sql, type Tx } from '@/lib/foundation/db';
import type { AppInput, AppOutput } from '@/lib/offers/app-schema';
import { checkCallback } from '@/lib/offers/check-callback';
import { isRefusal, type Refusal } from '@/lib/rules/refusal';

export async function putApp(key: string, input: AppInput, actor: Actor): Promise<AppOutput | Refusal> {
  const refused = input.callback ? checkCallback(input.callback) : null;
  if (isRefusal(refused)) return refused;
  const generated = randomBytes(32).toString('base64url');
  return inTransaction(async (tx) => {
    const publisherId = await findOrMakePublisher(tx, input.publisher);
    const before = await readApp(tx, key);
    if (input.contact) await setContact(tx, publisherId, input.contact);
    await upsertApp(tx, key, input, publisherId, generated);
    if (input.callback) await replaceCallback(tx, key, input.callback);
    const after = (await readApp(tx, key))!;
    await auditChange(tx, actor, {
      action: 'put-app',
      subject: `app:${key}`,
      before: before?.output ?? null,
      after: after.output,
      secretChanged: before !== null && before.secrets !== after.secrets,
    });
    const isNew = after.wallSecret === generated;
    return isNew ? { ...after.output, wallSecret: generated } : after.output;
  });
}

async function findOrMakePublisher(tx: Tx, keyOrName: string): Promise<string> {
  const find = sql`
    SELECT id FROM publisher WHERE key = ${keyOrName} OR name = ${keyOrName} ORDER BY key <> ${keyOrName}, created_at LIMIT 1`;
  const [known] = await tx.query<{ id: string }>(find);
  if (known) return known.id;
  await tx.execute(sql`
    INSERT INTO publisher (key, name, created_at) VALUES (${keyOrName}, ${keyOrName}, ${tx.now}) ON CONFLICT (key) DO NOTHING`);
  const [made] = await tx.query<{ id: string }>(find);
  return made!.id;
}

async function setContact(
  tx: Tx,
  publisherId: string,
  { email, locale }: NonNullable<AppInput['contact']>,
): Promise<void> {
  await tx.execute(sql`
    UPDATE publisher SET contact_email = ${email}, contact_locale = ${locale} WHERE id = ${publisherId}::uuid`);
}

async function upsertApp(tx: Tx, key: string, input: AppInput, publisherId: string, generated: string): Promise<void> {
  const { name, currency, wallSecret = null } = input;
  await tx.execute(sql`
    INSERT INTO app AS a (key, publisher_id, name, currency_name, currency_per_usd, wall_secret, created_at)
    VALUES (${key}, ${publisherId}, ${name}, ${currency.name}, ${currency.perUsd}::numeric, ${wallSecret ?? generated}, ${tx.now})
    ON CONFLICT (key) DO UPDATE SET publisher_id = excluded.publisher_id, name = excluded.name,
      currency_name = excluded.currency_name, currency_per_usd = excluded.currency_per_usd,
      previous_wall_secret = CASE WHEN coalesce(${wallSecret}::text, a.wall_secret) = a.wall_secret
                                  THEN a.previous_wall_secret ELSE a.wall_secret END,
      wall_secret = coalesce(${wallSecret}::text, a.wall_secret), version = a.version + 1`);
}

/** A new address or secret is a new chance: what was paused after too many failures runs again. */
async function replaceCallback(tx: Tx, key: string, callback: NonNullable<AppInput['callback']>): Promise<void> {
  const { dialect, urlTemplate, reversalUrlTemplate = null, secret, options, enabled } = callback;
  const isSame = sql`(callback_dialect, callback_url, callback_secret) IS NOT DISTINCT FROM
    (${dialect}::text, ${urlTemplate}::text, ${secret}::text)`;
  await tx.execute(sql`
    UPDATE app SET callback_dialect = ${dialect}, callback_url = ${urlTemplate},
      callback_reversal_url = ${reversalUrlTemplate}, callback_secret = ${secret},
      callback_options = ${JSON.stringify(options)}::jsonb, callback_enabled = ${enabled},
      callback_secret_changed_at = CASE WHEN callback_secret = ${secret} THEN callback_secret_changed_at ELSE ${tx.now} END,
      callback_retired_secret = CASE WHEN callback_secret = ${secret} THEN callback_retired_secret
                                     ELSE nullif(split_part(callback_secret, ' ', 1), '') END,
      callback_paused_at = CASE WHEN ${isSame} THEN callback_paused_at END,
      callback_failing_since = CASE WHEN ${isSame} THEN callback_failing_since END,
      callback_tried_at = CASE WHEN ${isSame} THEN callback_tried_at END
    WHERE key = ${key}`);
}

type Stored = {
  key: string;
  name: string;
  publisher: string;
  contactEmail: string | null;
  contactLocale: string | null;
  currencyName: string;
  currencyPerUsd: string;
  wallSecret: string;
  callbackDialect: string | null;
  callbackUrl: string;
  callbackReversalUrl: string | null;
  callbackSecret: string | null;
  callbackOptions: Record<string, never>;
  callbackEnabled: boolean;
};

async function readApp(
  runner: Runner,
  key: string,
): Promise<{ output: AppOutput; wallSecret: string; secrets: string } | null> {
  const [row] = await runner.query<Stored>(sql`
    SELECT a.key, a.name, p.key AS publisher, p.contact_email, p.contact_locale, a.currency_name, trim_scale(a.currency_per_usd)::text AS currency_per_usd,
           a.wall_secret, a.callback_dialect, a.callback_url, a.callback_reversal_url, a.callback_secret,
           a.callback_options, a.callback_enabled
    FROM app a JOIN publisher p ON p.id = a.publisher_id WHERE a.key = ${key} FOR UPDATE OF a`);
  if (!row) return null;
  const output = {
    key: row.key,
    name: row.name,
    publisher: row.publisher,
    contact: row.contactEmail === null ? null : { email: row.contactEmail, locale: row.contactLocale ?? 'en' },
    currency: { name: row.currencyName, perUsd: row.currencyPerUsd },
    callback: callbackOf(row),
  };
  return { output, wallSecret: row.wallSecret, secrets: JSON.stringify([row.wallSecret, row.callbackSecret]) };
}

function callbackOf(row: Stored): AppOutput['callback'] {
  if (row.callbackDialect === null) return null;
  return {
    dialect: row.callbackDialect,
    urlTemplate: row.callbackUrl,
    reversalUrlTemplate: row.callbackReversalUrl,
    options: row.callbackOptions,
    enabled: row.callbackEnabled,
  };
}
