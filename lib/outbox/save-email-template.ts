/** An operator words a message: every saving is a new version, and one at most is in use per message and language. */

import { type Override, overrideFaults, tidy } from '@/lib/emails/override';
import type { WordedTemplate } from '@/lib/emails/override-shape';
import type { Language } from '@/lib/emails/template';
import { auditEntries } from '@/lib/foundation/audit';
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';

type Of = { template: WordedTemplate; locale: Language; agentId: string };
type Options = { at?: Date };

/** Puts them to use at once. Refused: `malformed` (details: faults, each with its place). */
export async function saveEmailTemplate(
  { words, ...of }: Of & { words: Override },
  options: Options = {},
): Promise<{ version: number } | Refusal> {
  const own = tidy(words);
  const faults = overrideFaults(of.template, own);
  if (faults.length > 0) return refuse('malformed', 'These words cannot be sent.', { details: { faults } });
  return inTransaction(async (tx) => {
    await oneByOne(tx, of);
    const before = await stopUsing(tx, of);
    const [saved] = await tx.query<{ version: number }>(sql`
      INSERT INTO email_template (template, locale, version, subject, heading, body, author_id, at, active)
      SELECT ${of.template}, ${of.locale}, coalesce(max(version), 0) + 1, ${own.subject}, ${own.heading}, ${own.body},
             ${of.agentId}::uuid, ${tx.now}, true
        FROM email_template WHERE template = ${of.template} AND locale = ${of.locale}
      RETURNING version`);
    await audit(tx, of, before, { version: saved!.version, ...own });
    return { version: saved!.version };
  }, options);
}

/**
 * Uses an older version again; `version` 0 is the words of the house. Refused: `not-found`; `conflict` where it is in use
 * already; `malformed` where what it names is there no more.
 */
export async function activateEmailTemplate(
  { version, ...of }: Of & { version: number },
  options: Options = {},
): Promise<{ version: number } | Refusal> {
  return inTransaction(async (tx) => {
    await oneByOne(tx, of);
    const refused = await refusalToUse(tx, of, version);
    if (refused) return refused;
    const before = await stopUsing(tx, of);
    await tx.execute(sql`
      UPDATE email_template SET active = true
       WHERE template = ${of.template} AND locale = ${of.locale} AND version = ${version}`);
    await audit(tx, of, before, { version });
    return { version };
  }, options);
}

async function refusalToUse(tx: Tx, { template, locale }: Of, version: number): Promise<Refusal | null> {
  const known = await tx.query<Override & { version: number; active: boolean }>(sql`
    SELECT version, subject, heading, body, active FROM email_template
     WHERE template = ${template} AND locale = ${locale} AND (active OR version = ${version})`);
  const used = known.find(({ active }) => active)?.version ?? 0;
  if (used === version) return refuse('conflict', 'These words are in use already.');
  if (version === 0) return null;
  const wanted = known.find((one) => one.version === version);
  if (!wanted) return refuse('not-found', 'There is no such version.');
  const faults = overrideFaults(template, wanted);
  return faults.length > 0
    ? refuse('malformed', 'These words cannot be sent any more.', { details: { faults } })
    : null;
}

/** Two who change the same message come one after the other. */
async function oneByOne(tx: Tx, { template, locale }: Of): Promise<void> {
  await tx.query(sql`SELECT pg_advisory_xact_lock(hashtext('email_template'), hashtext(${`${template}:${locale}`}))`);
}

/** The version that was in use; 0: the words of the house. */
async function stopUsing(tx: Tx, { template, locale }: Of): Promise<number> {
  const [used] = await tx.query<{ version: number }>(sql`
    UPDATE email_template SET active = false WHERE template = ${template} AND locale = ${locale} AND active
    RETURNING version`);
  return used?.version ?? 0;
}

async function audit(tx: Tx, { template, locale, agentId }: Of, before: number, after: Record<string, unknown>) {
  const actor = { kind: 'AGENT' as const, id: agentId };
  const subject = `email-template:${template}.${locale}`;
  await auditEntries(tx, [{ actor, action: 'word-email', subject, before: { version: before }, after }]);
}
