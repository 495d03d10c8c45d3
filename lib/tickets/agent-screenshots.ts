/** The pictures of a ticket, each with the other tickets it was seen on (01, "what none of the others has", 8). */
import { db, sql } from '@/lib/foundation/db';
import { findTwins, type Twin } from '@/lib/tickets/screenshots-twins';

export type AgentScreenshot = {
  id: string;
  name: string;
  width: number;
  height: number;
  bytes: number;
  createdAt: Date;
  seenOn: Twin[];
};

export async function readScreenshots(ticketId: string): Promise<AgentScreenshot[]> {
  const [screenshots, twins] = await Promise.all([
    db.query<Omit<AgentScreenshot, 'seenOn'>>(sql`
      SELECT id, name, width, height, bytes, created_at FROM screenshot
       WHERE ticket_id = ${ticketId}::uuid ORDER BY created_at, id`),
    findTwins(ticketId),
  ]);
  return screenshots.map((screenshot) => ({
    ...screenshot,
    seenOn: twins.find(({ screenshotId }) => screenshotId === screenshot.id)?.seen ?? [],
  }));
}
