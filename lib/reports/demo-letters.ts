/** What advertisers have been asked in the demo: the portal links that stand in their mail. */
import { db, sql } from '@/lib/foundation/db';
import { portalToken } from '@/lib/outbox/links';

export type DemoLetter = { id: string; advertiserName: string; open: number; path: string };

/** Of letters whose link works, those with claims to answer first, the newest of them. */
export async function listDemoLetters(now: Date): Promise<DemoLetter[]> {
  const rows = await db.query<Omit<DemoLetter, 'path'> & { linkNo: number }>(sql`
    SELECT r.id, r.link_no, v.name AS advertiser_name, claims.open
      FROM recheck_request r JOIN advertiser v ON v.id = r.advertiser_id
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS open FROM recheck WHERE request_id = r.id AND status = 'ASKED') AS claims
     WHERE r.sent_at IS NOT NULL AND r.revoked_at IS NULL AND r.expires_at > ${now}
     ORDER BY claims.open = 0, r.created_at DESC LIMIT 5`);
  return rows.map(({ linkNo, ...letter }) => ({ ...letter, path: `/advertiser/${portalToken(letter.id, linkNo)}` }));
}
