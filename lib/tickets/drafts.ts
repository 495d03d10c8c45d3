/** What a user has typed so far is kept on the server: a lost connection, a wrong field or a closed tab loses nothing. */
import { db, sql } from '@/lib/foundation/db';
import { listDraftScreenshots } from '@/lib/tickets/screenshots';

export type DraftFields = { tasks?: string[]; email?: string; description?: string; answers?: Record<string, string> };

export type Draft = { fields: DraftFields; screenshots: { id: string; name: string; width: number; height: number }[] };

/** Keeps at most what the form itself may hold; anything longer is cut, never refused. False when the click is not theirs. */
export async function saveDraft(userId: string, clickId: string, fields: DraftFields, now: Date): Promise<boolean> {
  const kept = JSON.stringify({
    tasks: fields.tasks?.slice(0, 50),
    email: clean(fields.email, 300),
    description: clean(fields.description, 8000),
    answers: Object.fromEntries(
      Object.entries(fields.answers ?? {})
        .slice(0, 20)
        .map(([key, value]) => [key, clean(value, 1000)]),
    ),
  });
  const saved = await db.execute(sql`
    INSERT INTO ticket_draft (user_id, title_key, fields, updated_at)
    SELECT user_id, title_key, ${kept}::jsonb, ${now} FROM click WHERE id = ${clickId} AND user_id = ${userId}::uuid
    ON CONFLICT (user_id, title_key) DO UPDATE SET fields = excluded.fields, updated_at = excluded.updated_at`);
  return saved === 1;
}

function clean(value: string | undefined, length: number): string | undefined {
  return value?.toWellFormed().replaceAll('\u0000', '').slice(0, length);
}

export async function readDraft(userId: string, clickId: string): Promise<Draft | null> {
  const [row] = await db.query<{ titleKey: string; fields: DraftFields }>(sql`
    SELECT d.title_key, d.fields FROM ticket_draft d JOIN click c ON c.user_id = d.user_id AND c.title_key = d.title_key
     WHERE c.id = ${clickId} AND c.user_id = ${userId}::uuid`);
  return row ? { fields: row.fields, screenshots: await listDraftScreenshots(userId, row.titleKey) } : null;
}
