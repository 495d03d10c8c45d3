/**
 * Lets days pass for one way through an offer, so that nobody has to wait for 24 hours or 60 days to see them. The demo's
 * only: instants of the past are moved, which nothing else in the house may do.
 *
 * The click, the progress and the opening times of its tickets move together, so that every window keeps its length.
 * What was decided or received stays where it is: it happened after the click, and still does.
 */
import { inTransaction, sql } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { lockProgress } from '@/lib/tickets/ticket-record';

export const MOST_DAYS = 60;

export async function letDaysPass(clickId: string, days: number): Promise<{ days: number } | Refusal> {
  return inTransaction(async (tx) => {
    const [click] = await tx.query<{ userId: string; titleKey: string }>(
      sql`SELECT user_id, title_key FROM click WHERE id = ${clickId}`,
    );
    if (!click) return refuse('unknown-click', 'There is no such click.');
    const { userId, titleKey } = click;
    const passed = sql`make_interval(secs => ${days * 86_400})`;
    await lockProgress(tx, userId, titleKey);
    await tx.execute(sql`
      UPDATE click SET clicked_at = clicked_at - ${passed}, created_at = least(created_at, clicked_at - ${passed})
       WHERE user_id = ${userId}::uuid AND title_key = ${titleKey}`);
    await tx.execute(sql`
      UPDATE progress SET first_clicked_at = first_clicked_at - ${passed}, last_clicked_at = last_clicked_at - ${passed}
       WHERE user_id = ${userId}::uuid AND title_key = ${titleKey}`);
    await tx.execute(sql`
      UPDATE ticket SET opened_at = opened_at - ${passed}, opens_at = opens_at - ${passed}
       WHERE user_id = ${userId}::uuid AND title_key = ${titleKey}`);
    return { days };
  });
}
