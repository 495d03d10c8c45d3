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

export async function listOffers({ userId }: { userId: string }): Promise<OfferCard[]> {
  const rows = await db.query<Row>(sql`
    SELECT o.key, o.title, o.requirements, p.first_click_id AS click_id,
           coalesce(jsonb_agg(jsonb_build_object('key', t.key, 'name', t.name, 'rewardAmount', t.reward_amount::text,
                    'ttcMinutes', t.ttc_minutes) ORDER BY t.position), '[]') AS tasks
      FROM offer o
      JOIN task t ON t.offer_id = o.id
      LEFT JOIN progress p ON p.title_key = o.title_key AND p.user_id = ${userId}::uuid
     WHERE o.active
     GROUP BY o.id, p.first_click_id
     ORDER BY sum(t.reward_amount) DESC, o.key LIMIT 200`);
  return rows.map((row) => {
    const tasks = row.tasks.map((task) => ({ ...task, rewardAmount: BigInt(task.rewardAmount) }));
    return { ...row, tasks, rewardTotal: tasks.reduce((total, task) => total + task.rewardAmount, 0n) };
  });
}
