/**
 * The ticket's own timeline: what happened to it, and the one thing that is being waited for. Pure data; words belong to
 * ticket-points.tsx.
 */
import type { DeadlinePolicy } from '@/lib/rules/recheck-schedule';
import type { TicketStatus } from '@/lib/rules/ticket-states';
import type { PointState } from '@/lib/rules/timeline';

export type StoryKind =
  | 'registered'
  | 'opened'
  | 'emailConfirmed'
  | 'review'
  | 'reviewAgain'
  | 'pending'
  | 'withAdvertiser'
  | 'approved'
  | 'denied'
  | 'contested'
  | 'askedAdvertiser'
  | 'advertiserAnswered'
  | 'advertiserSilent'
  | 'closed';

export type StoryPoint = {
  kind: StoryKind;
  state: PointState;
  at: Date | null;
  until: Date | null;
  /** While the advertiser is asked. */
  wait?: AdvertiserWait;
};

type AdvertiserWait = {
  day: number;
  of: number;
  targetAt: Date;
  breachAt: Date;
  policy: DeadlinePolicy;
};

export type StoryFacts = {
  status: TicketStatus;
  openedAt: Date;
  opensAt: Date;
  validatedAt: Date | null;
  breachAt: Date | null;
  withAdvertiser: AdvertiserWait | null;
  history: readonly { at: Date; kind: string }[];
};

const HAPPENED: Record<string, { kind: StoryKind; state: PointState }> = {
  registered: { kind: 'registered', state: 'done' },
  opened: { kind: 'opened', state: 'done' },
  appealed: { kind: 'opened', state: 'done' },
  'email-validated': { kind: 'emailConfirmed', state: 'done' },
  approved: { kind: 'approved', state: 'done' },
  denied: { kind: 'denied', state: 'bad' },
  escalated: { kind: 'contested', state: 'done' },
  'recheck-asked': { kind: 'askedAdvertiser', state: 'done' },
  'recheck-answered': { kind: 'advertiserAnswered', state: 'done' },
  'recheck-expired': { kind: 'advertiserSilent', state: 'bad' },
  closed: { kind: 'closed', state: 'done' },
};

export function ticketStory(ticket: StoryFacts): StoryPoint[] {
  const told = ticket.history.flatMap(({ kind, at }): StoryPoint[] => {
    const point = HAPPENED[kind];
    return point ? [{ ...point, at, until: null }] : [];
  });
  if (told.length === 0) told.push({ kind: 'opened', state: 'done', at: ticket.openedAt, until: null });
  return [...told, ...stillToCome(ticket)];
}

function stillToCome({ status, opensAt, validatedAt, breachAt, withAdvertiser }: StoryFacts): StoryPoint[] {
  const next = (kind: StoryKind, until: Date | null = null): StoryPoint => ({
    kind,
    state: 'current',
    at: null,
    until,
  });
  const later = (kind: StoryKind, until: Date | null = null): StoryPoint => ({ ...next(kind, until), state: 'later' });
  switch (status) {
    case 'AWAITING_24H':
      return validatedAt ? [next('review', opensAt)] : [next('emailConfirmed'), later('review', opensAt)];
    case 'AWAITING_EMAIL':
      return [next('emailConfirmed'), later('review')];
    case 'OPEN':
      return [next('review', breachAt)];
    case 'PENDING_CONFIRMATION':
      return [next('pending', null)];
    case 'ESCALATED':
      return [next('reviewAgain', breachAt)];
    case 'WITH_ADVERTISER':
      return [{ ...next('withAdvertiser'), ...(withAdvertiser && { wait: withAdvertiser }) }];
    default:
      return [];
  }
}
