import { expect, test } from 'vitest';
import { type StoryFacts, ticketStory } from '@/components/tickets/ticket-story';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour));
const ticket = (facts: Partial<StoryFacts>): StoryFacts => ({
  status: 'OPEN',
  openedAt: at(1),
  opensAt: at(0),
  validatedAt: at(2),
  breachAt: at(20),
  withAdvertiser: null,
  history: [{ at: at(1), kind: 'opened' }],
  ...facts,
});
const told = (facts: Partial<StoryFacts>) => ticketStory(ticket(facts)).map(({ kind, state }) => `${kind} ${state}`);

test('an open ticket is waiting for us, until the promised date', () => {
  expect(ticketStory(ticket({})).at(-1)).toEqual({ kind: 'review', state: 'current', at: null, until: at(20) });
});

test('before the address is confirmed, that is what is waited for', () => {
  expect(told({ status: 'AWAITING_EMAIL', validatedAt: null })).toEqual([
    'opened done',
    'emailConfirmed current',
    'review later',
  ]);
});

test('a registered ticket says when it submits itself', () => {
  const story = ticketStory(
    ticket({ status: 'AWAITING_24H', opensAt: at(9), history: [{ at: at(1), kind: 'registered' }] }),
  );
  expect(story).toMatchObject([{ kind: 'registered' }, { kind: 'review', until: at(9) }]);
});

test('after a denial that was contested, the story goes on', () => {
  const history = ['opened', 'email-validated', 'queued', 'denied', 'escalated'].map((kind, hour) => ({
    kind,
    at: at(hour),
  }));
  expect(told({ status: 'ESCALATED', history })).toEqual([
    'opened done',
    'emailConfirmed done',
    'denied bad',
    'contested done',
    'reviewAgain current',
  ]);
});

test('when it is decided, nothing is left to come', () => {
  expect(told({ status: 'APPROVED', history: [{ at: at(3), kind: 'approved' }] })).toEqual(['approved done']);
});

test('with the advertiser: the day, and what has happened on the way', () => {
  const history = ['denied', 'escalated', 'recheck-asked'].map((kind, hour) => ({ kind, at: at(hour) }));
  const wait = { day: 4, of: 10, targetAt: at(20), breachAt: at(22), policy: 'approve' as const };
  const story = ticketStory(ticket({ status: 'WITH_ADVERTISER', history, withAdvertiser: wait }));
  expect(story.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    'denied bad',
    'contested done',
    'askedAdvertiser done',
    'withAdvertiser current',
  ]);
  expect(story.at(-1)).toMatchObject({ wait });
});

test('an advertiser that answers, or stays silent, is part of the story', () => {
  const history = ['recheck-answered', 'recheck-expired'].map((kind, hour) => ({ kind, at: at(hour) }));
  expect(told({ status: 'ESCALATED', history })).toEqual([
    'advertiserAnswered done',
    'advertiserSilent bad',
    'reviewAgain current',
  ]);
});
