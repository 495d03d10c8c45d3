/** The users that somebody asks about: by the game's own id of them, or by an address they have written with. */

import { db, sql } from '@/lib/foundation/db';
import { pseudonymOfUser } from '@/lib/outbox/erased-users';

export type FoundPerson = {
  id: string;
  appKey: string;
  appName: string;
  /** Since the erasure a pseudonym. */
  externalId: string;
  since: Date;
  tickets: number;
  erasedAt: Date | null;
  /** When the erasure was carried out; null while it is not. */
  doneAt: Date | null;
};

const AT_MOST = 20;

const COLUMNS = sql`
  u.id, a.key AS app_key, a.name AS app_name, u.external_id, u.created_at AS since, u.erased_at, e.done_at,
  (SELECT count(*)::int FROM ticket t WHERE t.user_id = u.id) AS tickets`;

/** `appKey` empty: in every app. Somebody who was erased is found by the id they had, and under no address. */
export async function findPeople({ appKey, name }: { appKey: string; name: string }): Promise<FoundPerson[]> {
  if (name === '') return [];
  const apps = await db.query<{ id: string }>(sql`SELECT id FROM app WHERE ${appKey === ''} OR key = ${appKey}`);
  const names = [name, ...apps.map(({ id: appId }) => pseudonymOfUser({ appId, externalId: name }))];
  const addresses = [name, name.toLowerCase()];
  return db.query<FoundPerson>(sql`
    SELECT ${COLUMNS}
      FROM end_user u JOIN app a ON a.id = u.app_id LEFT JOIN erasure e ON e.user_id = u.id
     WHERE u.app_id = ANY(${apps.map(({ id }) => id)}::uuid[])
       AND u.id IN (SELECT id FROM end_user WHERE app_id = ANY(${apps.map(({ id }) => id)}::uuid[]) AND external_id = ANY(${names}::text[])
                    UNION SELECT user_id FROM ticket WHERE address = ANY(${addresses}::text[])
                    UNION SELECT user_id FROM email_validation WHERE address = ANY(${addresses}::text[]))
     ORDER BY u.created_at DESC, u.id LIMIT ${AT_MOST}`);
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function readPerson(id: string): Promise<FoundPerson | null> {
  if (!UUID.test(id)) return null;
  const [person] = await db.query<FoundPerson>(sql`
    SELECT ${COLUMNS} FROM end_user u JOIN app a ON a.id = u.app_id LEFT JOIN erasure e ON e.user_id = u.id
     WHERE u.id = ${id}::uuid`);
  return person ?? null;
}

/** Who was erased last. */
export function latestErasures(): Promise<FoundPerson[]> {
  return db.query<FoundPerson>(sql`
    SELECT ${COLUMNS} FROM erasure e JOIN end_user u ON u.id = e.user_id JOIN app a ON a.id = u.app_id
     ORDER BY e.asked_at DESC LIMIT ${AT_MOST}`);
}

export function listAppNames(): Promise<{ key: string; name: string }[]> {
  return db.query(sql`SELECT key, name FROM app ORDER BY name, key`);
}
