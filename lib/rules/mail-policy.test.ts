/** What a reply does in every state, with both sides of every limit (helpdesk reference, 9 C5). */
import { expect, test } from 'vitest';
import { effectOfReply } from '@/lib/rules/mail-policy';
import { ESCALATION_WINDOW_MS, type TicketStatus } from '@/lib/rules/ticket-states';

const NOW = new Date('2026-11-20T12:00:00Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);

test.each<[TicketStatus, string]>([
  ['AWAITING_24H', 'append'],
  ['AWAITING_EMAIL', 'append'],
  ['OPEN', 'append'],
  ['PENDING_CONFIRMATION', 'append'],
  ['ESCALATED', 'append'],
  ['WITH_ADVERTISER', 'append'],
  ['APPROVED', 'look-at'],
  ['CLOSED', 'explain-final'],
])('a reply to a ticket that is %s: %s', (status, effect) => {
  expect(effectOfReply({ status, round: 1, deniedAt: null }, NOW)).toBe(effect);
});

test.each([
  ['at once', 1, 0, 'escalate'],
  ['a millisecond before the window ends', 1, ESCALATION_WINDOW_MS - 1, 'escalate'],
  ['when the window ends', 1, ESCALATION_WINDOW_MS, 'explain-too-late'],
  ['to the second denial', 2, 0, 'explain-final'],
  ['to the second denial, late', 2, ESCALATION_WINDOW_MS, 'explain-final'],
])('a reply to a denial, %s', (_, round, after, effect) => {
  expect(effectOfReply({ status: 'DENIED', round, deniedAt: ago(after) }, NOW)).toBe(effect);
});
