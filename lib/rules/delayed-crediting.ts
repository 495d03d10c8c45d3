/**
 * Delayed crediting (seed 001): a completed step is believed at once and paid some minutes later, so that what an advertiser
 * takes back soon was never paid. App and offer may both ask for a hold; the longer one counts, because an offer must not
 * undercut what a publisher relies on, nor a publisher what an offer needs.
 */
const MINUTE_MS = 60_000;

export type Holds = { appMinutes: number | null; offerMinutes: number | null };

/** Counted from the advertiser's word: an agent's long look is not added to it. Null when it is over, or there is none. */
export function heldUntil(completedAt: Date, { appMinutes, offerMinutes }: Holds, now: Date): Date | null {
  const minutes = Math.max(appMinutes ?? 0, offerMinutes ?? 0);
  const until = new Date(completedAt.getTime() + minutes * MINUTE_MS);
  return until > now ? until : null;
}
