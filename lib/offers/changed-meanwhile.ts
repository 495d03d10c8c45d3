/** The second of two who change the same thing at once is told what the first one did. */
import { sql, type Tx } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';

type LastChange = { action: string; changed: string[]; by: string | null; at: Date };

/** On record, and changing nothing that is set up. */
const NO_CHANGES = ['reveal-secret', 'reveal-callback-secret', 'simulate-callback', 'try-integration'];

/** `subject` as in the audit ("app:gems"). `details.changed` names what differs between before and after, never what it held. */
export async function changedMeanwhile(
  tx: Tx,
  { subject, version, what }: { subject: string; version: number; what: string },
): Promise<Refusal> {
  const [last] = await tx.query<LastChange>(sql`
    SELECT e.action, e.at, g.name AS by,
           ARRAY(SELECT name FROM jsonb_object_keys(e.after) AS name
                  WHERE e.before->name IS DISTINCT FROM e.after->name ORDER BY name) AS changed
      FROM audit_entry e LEFT JOIN agent g ON e.actor_kind = 'AGENT' AND g.id::text = e.actor_id
     WHERE e.subject = ${subject} AND e.action <> ALL(${NO_CHANGES}) ORDER BY e.at DESC, e.id DESC LIMIT 1`);
  const details = last ? { ...last, at: last.at.toISOString(), version } : { version };
  return refuse('version-changed', `Somebody changed this ${what} while you were looking at it.`, { details });
}
