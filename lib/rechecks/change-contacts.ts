/** The people of an advertiser who may sign in to the portal by a link. Whoever is disabled is signed out at once. */
import { type Actor, auditEntries } from '@/lib/foundation/audit';
import { inTransaction, sql } from '@/lib/foundation/db';
import type { ContactInput } from '@/lib/rules/advertiser-form';
import { type Refusal, refuse } from '@/lib/rules/refusal';

type Done = { done: 'contacts' };
const DONE: Done = { done: 'contacts' };

/** Refused: `not-found`, `conflict` (the address is one of theirs already). */
export async function addContact(
  { key, actor }: { key: string; actor: Actor },
  { name, email, locale }: ContactInput,
  options: { at?: Date } = {},
): Promise<Done | Refusal> {
  return inTransaction(async (tx) => {
    const [advertiser] = await tx.query<{ id: string }>(sql`SELECT id FROM advertiser WHERE key = ${key}`);
    if (!advertiser) return refuse('not-found', 'There is no such advertiser.');
    const [made] = await tx.query<{ id: string }>(sql`
      INSERT INTO advertiser_contact (advertiser_id, email, name, locale, created_at)
      VALUES (${advertiser.id}::uuid, ${email}, ${name}, ${locale}, ${tx.now})
      ON CONFLICT (advertiser_id, email) DO NOTHING RETURNING id`);
    if (!made) {
      return refuse('conflict', 'This address belongs to one of them already.', {
        details: { faults: { email: 'taken' } },
      });
    }
    await auditEntries(tx, [
      {
        actor,
        action: 'add-advertiser-contact',
        subject: `advertiser:${key}`,
        after: { contact: made.id, name, email },
      },
    ]);
    return DONE;
  }, options);
}

/** The same again changes nothing. Refused: `not-found`. */
export async function switchContact(
  { key, actor }: { key: string; actor: Actor },
  { id, enabled }: { id: string; enabled: boolean },
  options: { at?: Date } = {},
): Promise<Done | Refusal> {
  return inTransaction(async (tx) => {
    const [contact] = await tx.query<{ id: string; name: string; disabledAt: Date | null }>(sql`
      SELECT c.id, c.name, c.disabled_at FROM advertiser_contact c JOIN advertiser v ON v.id = c.advertiser_id
       WHERE v.key = ${key} AND c.id::text = ${id} FOR UPDATE OF c`);
    if (!contact) return refuse('not-found', 'There is no such contact.');
    if ((contact.disabledAt === null) === enabled) return DONE;
    await tx.execute(sql`
      UPDATE advertiser_contact SET disabled_at = ${enabled ? null : tx.now} WHERE id = ${contact.id}::uuid`);
    if (!enabled) {
      await tx.execute(sql`
        UPDATE advertiser_session SET revoked_at = ${tx.now} WHERE contact_id = ${contact.id}::uuid AND revoked_at IS NULL`);
      await tx.execute(sql`DELETE FROM advertiser_link WHERE contact_id = ${contact.id}::uuid AND used_at IS NULL`);
    }
    const action = enabled ? 'enable-advertiser-contact' : 'disable-advertiser-contact';
    const after = { contact: contact.id, name: contact.name };
    await auditEntries(tx, [{ actor, action, subject: `advertiser:${key}`, after }]);
    return DONE;
  }, options);
}
