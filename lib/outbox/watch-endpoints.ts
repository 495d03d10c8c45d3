/**
 * Looks after publishers' servers that acknowledge nothing: their owners are told after an hour, a day and four days, and
 * after five days the callbacks are paused (lib/rules/failing-endpoint.ts). Callbacks stay as they are and wait. Each
 * message is promised once per spell of failing; a spell ends with the first acknowledgement.
 */
import { auditEntries } from '@/lib/foundation/audit';
import { sql, type Tx } from '@/lib/foundation/db';
import { type Letter, promiseEmails } from '@/lib/outbox/promise-email';
import { type FailureStep, failureStep, PAUSE_AFTER_MS, SPELL_ENDS_AFTER_MS } from '@/lib/rules/failing-endpoint';

type Failing = {
  id: string;
  key: string;
  gameName: string;
  callbackUrl: string;
  since: Date;
  contactEmail: string | null;
  contactLocale: string | null;
  waiting: number;
  reason: string | null;
};

/** Every minute. Returns how many e-mails are new and how many apps were paused. */
export async function watchEndpoints(tx: Tx): Promise<{ told: number; paused: number }> {
  const due = (await findFailing(tx)).flatMap((app) => {
    const step = failureStep(app.since, tx.now);
    return step ? [{ app, step }] : [];
  });
  const paused = due.filter(({ step }) => step.step === 'pause').map(({ app }) => app);
  await pause(tx, paused);
  const told = await promiseEmails(
    tx,
    due.flatMap(({ app, step }) => letterOf(app, step)),
  );
  return { told, paused: paused.length };
}

/** The rows are locked: two workers that watch at once neither pause nor write twice. */
async function findFailing(tx: Tx): Promise<Failing[]> {
  const asked = new Date(tx.now.getTime() - SPELL_ENDS_AFTER_MS);
  return tx.query<Failing>(sql`
    SELECT a.id, a.key, a.name AS game_name, a.callback_url, a.callback_failing_since AS since, p.contact_email,
           p.contact_locale, waiting.count AS waiting, latest.last_reason AS reason
      FROM app a
      JOIN publisher p ON p.id = a.publisher_id
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS count FROM callback
         WHERE app_id = a.id AND status = 'PENDING' AND coalesce(held_until, ${tx.now}) <= ${tx.now}) waiting
      LEFT JOIN LATERAL (
        SELECT last_reason FROM callback
         WHERE app_id = a.id AND status = 'PENDING' AND last_reason IS NOT NULL ORDER BY next_at LIMIT 1) latest ON true
     WHERE a.callback_enabled AND a.callback_paused_at IS NULL AND a.callback_url IS NOT NULL
       AND a.callback_failing_since IS NOT NULL AND a.callback_tried_at > ${asked}
     ORDER BY a.id FOR UPDATE OF a SKIP LOCKED`);
}

async function pause(tx: Tx, apps: readonly Failing[]): Promise<void> {
  if (apps.length === 0) return;
  await tx.execute(sql`
    UPDATE app SET callback_paused_at = ${tx.now} WHERE id = ANY(${apps.map(({ id }) => id)}::uuid[])`);
  const actor = { kind: 'AUTO', id: null } as const;
  const after = { paused: true };
  await auditEntries(
    tx,
    apps.map(({ key }) => ({ actor, action: 'pause-callbacks', subject: `app:${key}`, after })),
  );
}

function letterOf(app: Failing, step: FailureStep): Letter[] {
  const { id, gameName, callbackUrl, since, contactEmail, contactLocale, waiting, reason } = app;
  if (contactEmail === null) return [];
  const to = { to: contactEmail, locale: contactLocale ?? 'en' };
  const spell = `${id}:${since.toISOString()}`;
  const facts = { gameName, host: hostOf(callbackUrl), since: since.toISOString(), waiting, reason };
  if (step.step === 'pause')
    return [{ ...to, key: `callbacks-paused:${spell}`, template: 'callbacks-paused', props: facts }];
  const pausesAt = new Date(since.getTime() + PAUSE_AFTER_MS).toISOString();
  const props = { ...facts, hours: step.hours, pausesAt };
  return [{ ...to, key: `callbacks-failing:${spell}:${step.hours}`, template: 'callbacks-failing', props }];
}

/** Templates hold no placeholder before the path. Secrets may stand in what follows. */
function hostOf(template: string): string {
  return /^https?:\/\/([^/?#]+)/.exec(template)?.[1] ?? template;
}
