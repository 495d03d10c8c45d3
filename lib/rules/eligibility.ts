/**
 * When an offer is In Progress and when a ticket can be opened for it.
 *
 * Seed 000: "Open a missing rewards ticket via the In Progress Tab (available after 24 hours from click time) … Offers
 * remain on the In Progress tab for 60 days." R1, R2, R3. Windows are half-open and in exact seconds: a day is 86,400.
 */
const SECOND = 1000;
export const DAY = 86_400 * SECOND;
const OPENS_AFTER = 1 * DAY;
export const LEAVES_AFTER = 60 * DAY;

export type Window = {
  /** First instant at which a ticket can be opened. */
  opensAt: Date;
  /** First instant at which the offer is no longer In Progress and no ticket can be opened. */
  closesAt: Date;
};

export function ticketWindow(firstClickedAt: Date): Window {
  const start = firstClickedAt.getTime();
  return { opensAt: new Date(start + OPENS_AFTER), closesAt: new Date(start + LEAVES_AFTER) };
}

export type Phase = 'too-early' | 'open' | 'too-late';

/** [click, +24 h) too early (a ticket can be registered, R3) · [+24 h, +60 d) open · from +60 d on too late. */
export function ticketPhase(firstClickedAt: Date, now: Date): Phase {
  const { opensAt, closesAt } = ticketWindow(firstClickedAt);
  if (now < opensAt) return 'too-early';
  return now < closesAt ? 'open' : 'too-late';
}

/** "Users may be rewarded only ONCE for each offer title" (seed 000): titles are compared folded, not as typed. */
export function titleKey(title: string): string {
  return title.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}
