/**
 * What comes with a reply. Pictures go the way of every screenshot (decoded, re-encoded, stripped); anything else is listed
 * by name and not kept apart from the raw message (IN-022). The small pictures of signatures are nobody's proof.
 */
import type { MailPart } from '@/lib/rules/read-mail';
import { isRefusal } from '@/lib/rules/refusal';
import { keepMailedPicture, type MailedPicture, SCREENSHOTS_AT_MOST } from '@/lib/tickets/screenshots';

export type ListedAttachment = {
  name: string;
  mime: string;
  bytes: number;
  /** `screenshot`: shown with the ticket. Otherwise why not. */
  kept: 'screenshot' | 'no-picture' | 'decoration' | 'unreadable' | 'no-room';
};

export type Attachments = { listed: ListedAttachment[]; pictures: MailedPicture[] };

const DECORATION_BYTES = 3_000;
const LARGEST_PICTURE = 8 * 1024 * 1024;

/** One after the other: a picture may need a hundred megabytes while it is decoded. */
export async function readAttachments(parts: readonly MailPart[]): Promise<Attachments> {
  const listed: ListedAttachment[] = [];
  const pictures: MailedPicture[] = [];
  for (const part of parts) {
    const fate = await keep(part, pictures);
    listed.push({ name: part.name.slice(0, 120), mime: part.mime.slice(0, 100), bytes: part.bytes.length, kept: fate });
  }
  return { listed, pictures };
}

async function keep(part: MailPart, pictures: MailedPicture[]): Promise<ListedAttachment['kept']> {
  if (!part.mime.startsWith('image/')) return 'no-picture';
  if (part.inline && part.bytes.length < DECORATION_BYTES) return 'decoration';
  if (pictures.length >= SCREENSHOTS_AT_MOST) return 'no-room';
  if (part.bytes.length > LARGEST_PICTURE) return 'unreadable';
  const kept = await keepMailedPicture(part.name, part.bytes);
  if (isRefusal(kept)) return 'unreadable';
  pictures.push(kept);
  return 'screenshot';
}
