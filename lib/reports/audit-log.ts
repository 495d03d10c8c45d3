/** The audit log as it is read: newest first, by key; each filter has its index. */
import { db, empty, join, type Sql, sql } from '@/lib/foundation/db';
import { ACTOR_KINDS, type ActorKind, type AuditFilter } from '@/lib/rules/audit-filter';
import { type Cursor, pageOf } from '@/lib/rules/cursor';

export type AuditLine = {
  id: string;
  at: Date;
  actorKind: ActorKind;
  actorId: string | null;
  /** The agent's or the key's, where there is one. */
  actorName: string | null;
  action: string;
  subject: string;
  before: unknown;
  after: unknown;
  ip: string | null;
  requestId: string | null;
  batchId: string | null;
  /** Null: not sealed yet. */
  sealId: bigint | null;
};

const PAGE = 50;
const EXPORTED_AT_ONCE = 1_000;

export async function listAudit(filter: AuditFilter, before: Cursor | null) {
  return pageOf(await readLines(filter, before, PAGE + 1), PAGE, ({ at }) => at);
}

/** Everything that the filter finds, a helping at a time; what is written meanwhile is not in it. */
export async function* exportAudit(filter: AuditFilter, upto: Date): AsyncGenerator<AuditLine[]> {
  let before: Cursor = { at: upto, id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
  for (;;) {
    const lines = await readLines(filter, before, EXPORTED_AT_ONCE);
    if (lines.length > 0) yield lines;
    const last = lines.at(-1);
    if (!last || lines.length < EXPORTED_AT_ONCE) return;
    before = last;
  }
}

function readLines(filter: AuditFilter, before: Cursor | null, most: number): Promise<AuditLine[]> {
  const place = before ? sql`(e.at, e.id) < (${before.at}, ${before.id}::uuid)` : sql`true`;
  return db.query<AuditLine>(sql`
    SELECT e.id, e.at, e.actor_kind, e.actor_id, coalesce(g.name, k.name) AS actor_name, e.action, e.subject, e.before, e.after,
           e.ip, e.request_id, e.batch_id, e.seal_id
      FROM (SELECT e.* FROM audit_entry e WHERE ${place} ${wanted(filter)} ORDER BY e.at DESC, e.id DESC LIMIT ${most}) AS e
      LEFT JOIN agent g ON e.actor_kind = 'AGENT' AND g.id::text = e.actor_id
      LEFT JOIN api_key k ON e.actor_kind = 'API' AND k.id::text = e.actor_id
     ORDER BY e.at DESC, e.id DESC`);
}

function wanted({ actor, action, subject, ip, batch, from, to }: AuditFilter): Sql {
  const isKind = ACTOR_KINDS.some((kind) => kind === actor);
  const parts = [
    actor === null ? empty : isKind ? sql`AND e.actor_kind = ${actor}` : sql`AND e.actor_id = ${actor}`,
    action === null ? empty : sql`AND e.action = ${action}`,
    subject === null ? empty : sql`AND e.subject = ${subject}`,
    ip === null ? empty : sql`AND e.ip = ${ip}`,
    batch === null ? empty : isUuid(batch) ? sql`AND e.batch_id = ${batch}::uuid` : sql`AND false`,
    from === null ? empty : sql`AND e.at >= ${from}`,
    to === null ? empty : sql`AND e.at < ${to}`,
  ];
  return join(parts, ' ');
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

export type AuditChoices = { actions: string[]; agents: { id: string; name: string }[] };

/** What can be chosen in the filter. Actions by hopping from one to the next in their index, not by reading the log. */
export async function readAuditChoices(): Promise<AuditChoices> {
  const actions = await db.query<{ action: string }>(sql`
    WITH RECURSIVE hop AS (
      (SELECT action FROM audit_entry ORDER BY action LIMIT 1)
      UNION ALL
      SELECT (SELECT e.action FROM audit_entry e WHERE e.action > hop.action ORDER BY e.action LIMIT 1)
        FROM hop WHERE hop.action IS NOT NULL)
    SELECT action FROM hop WHERE action IS NOT NULL LIMIT 500`);
  const agents = await db.query<{ id: string; name: string }>(
    sql`SELECT id, name FROM agent ORDER BY name, id LIMIT 500`,
  );
  return { actions: actions.map(({ action }) => action), agents };
}
