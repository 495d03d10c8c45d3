import { expect, test } from 'vitest';
import { type StoryFacts, ticketStory } from '@/components/tickets/ticket-story';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour));
const ticket = (facts: Partial<StoryFacts>): StoryFacts => ({
  status: 'OPEN',
  openedAt: at(1),
  opensAt: at(0),
  validatedAt: at(2),
  breachAt: at(20),
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
