/** The pictures of a ticket, each with the other tickets it was seen on (01, "what none of the others has", 8). */
import { db, sql } from '@/lib/foundation/db';
import { findTwins } from '@/lib/tickets/screenshots-twins';

export type AgentScreenshot = {
  id: string;
  name: string;
  width: number;
  height: number;
  bytes: number;
  createdAt: Date;
  seenOn: { number: string; identical: boolean }[];
};

export async function readScreenshots(ticketId: string): Promise<AgentScreenshot[]> {
  const [screenshots, twins] = await Promise.all([
    db.query<Omit<AgentScreenshot, 'seenOn'>>(sql`
      SELECT id, name, width, height, bytes, created_at FROM screenshot
       WHERE ticket_id = ${ticketId}::uuid ORDER BY created_at, id`),
    findTwins(ticketId),
  ]);
  return screenshots.map((screenshot) => {
    const twin = twins.find(({ screenshotId }) => screenshotId === screenshot.id);
    const seenOn = (twin?.otherTicketNumbers ?? []).map((number) => ({
      number,
      identical: twin!.identical.includes(number),
    }));
    return { ...screenshot, seenOn };
  });
}
