/** The Offers tab: what this user can start, or has started. */
import { db, sql } from '@/lib/foundation/db';

export type OfferCard = {
  key: string;
  title: string;
  requirements: string | null;
  tasks: { key: string; name: string; rewardAmount: bigint; ttcMinutes: number | null }[];
  rewardTotal: bigint;
  /** The user's first click on this title, when it is in progress already. */
  clickId: string | null;
};

type Row = Omit<OfferCard, 'tasks' | 'rewardTotal'> & {
  tasks: { key: string; name: string; rewardAmount: string; ttcMinutes: number | null }[];
};

export const OFFERS_PER_PAGE = 50;

/**
 * The best paid first, a page at a time: `after` is the key of the last offer of the page before. `more` says whether there
 * is a next page. An offer without steps is not on the wall.
 */
export async function listOffers(
  { userId }: { userId: string },
  after: string | null = null,
): Promise<{ offers: OfferCard[]; more: boolean }> {
  const rows = await db.query<Row>(sql`
    WITH paid AS (
      SELECT o.id, o.key, sum(t.reward_amount) AS total FROM offer o JOIN task t ON t.offer_id = o.id WHERE o.active GROUP BY o.id
    ), page AS (
      SELECT paid.* FROM paid LEFT JOIN paid last ON last.key = ${after}
       WHERE last.key IS NULL OR paid.total < last.total OR (paid.total = last.total AND paid.key > last.key)
       ORDER BY paid.total DESC, paid.key LIMIT ${OFFERS_PER_PAGE + 1}
    )
    SELECT o.key, o.title, o.requirements, p.first_click_id AS click_id,
           (SELECT jsonb_agg(jsonb_build_object('key', t.key, 'name', t.name, 'rewardAmount', t.reward_amount::text,
                   'ttcMinutes', t.ttc_minutes) ORDER BY t.position) FROM task t WHERE t.offer_id = o.id) AS tasks
      FROM page JOIN offer o ON o.id = page.id
      LEFT JOIN progress p ON p.title_key = o.title_key AND p.user_id = ${userId}::uuid
     ORDER BY page.total DESC, page.key`);
  const offers = rows.slice(0, OFFERS_PER_PAGE).map((row) => {
    const tasks = row.tasks.map((task) => ({ ...task, rewardAmount: BigInt(task.rewardAmount) }));
    return { ...row, tasks, rewardTotal: tasks.reduce((total, task) => total + task.rewardAmount, 0n) };
  });
  return { offers, more: rows.length > OFFERS_PER_PAGE };
}
