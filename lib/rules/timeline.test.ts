import { expect, test } from 'vitest';
import { rewardTimeline, type StepProgress, timelineOf } from '@/lib/rules/timeline';

const started = new Date('2026-11-16T14:02:00Z');
const at = (hour: number) => new Date(started.getTime() + hour * 3_600_000);

const fresh: StepProgress = {
  taskKey: 'level-10',
  name: 'Reach level 10',
  rewardAmount: 3500n,
  deadline: null,
  confirmation: null,
  grant: null,
  callback: null,
};
const waiting = {
  status: 'PENDING' as const,
  attempts: 0,
  firstAttemptAt: null,
  acknowledgedAt: null,
  nextAt: at(3),
  failedAt: null,
  lastReason: null,
  heldUntil: null,
  triesUntil: at(40),
};
const confirmed: StepProgress = {
  ...fresh,
  confirmation: { state: 'COMPLETED', at: at(2), reason: null },
  grant: { at: at(2), reversedAt: null, reversalReason: null },
  callback: waiting,
};
const tried = { ...waiting, attempts: 2, firstAttemptAt: at(3), nextAt: at(5), lastReason: 'no answer' };
const sent: StepProgress = { ...confirmed, callback: tried };
const held: StepProgress = { ...confirmed, callback: { ...waiting, nextAt: at(26), heldUntil: at(26) } };
const answered: StepProgress = {
  ...confirmed,
  callback: { ...tried, status: 'ACKNOWLEDGED', acknowledgedAt: at(4), nextAt: null },
};
const gaveUp: StepProgress = { ...confirmed, callback: { ...tried, status: 'FAILED', failedAt: at(50), nextAt: null } };
const pending: StepProgress = { ...fresh, confirmation: { state: 'PENDING', at: at(1), reason: null } };
const rejected: StepProgress = { ...fresh, confirmation: { state: 'RECONCILED', at: at(1), reason: 'too late' } };
const reversed: StepProgress = {
  ...answered,
  confirmation: { state: 'RECONCILED', at: at(60), reason: 'refund' },
  grant: { at: at(2), reversedAt: at(60), reversalReason: 'refund' },
};

const told = (step: StepProgress) => rewardTimeline(started, [step]);
const line = (step: StepProgress) => told(step).steps[0]!.points.map(({ kind, state }) => `${kind} ${state}`);

test.each([
  ['nothing has come', fresh, ['confirmed current', 'sent later', 'answered later'], 'NONE', 'advertiser'],
  ['the advertiser is checking', pending, ['pending current', 'sent later', 'answered later'], 'PENDING', 'advertiser'],
  ['it is confirmed', confirmed, ['confirmed done', 'sent current', 'answered later'], 'CONFIRMED', 'us'],
  ['it is on hold', held, ['confirmed done', 'held current', 'sent later', 'answered later'], 'PENDING', 'us'],
  ['the game was told', sent, ['confirmed done', 'sent done', 'answered current'], 'SENT', 'game'],
  ['the game has answered', answered, ['confirmed done', 'sent done', 'answered done'], 'ACKNOWLEDGED', 'nobody'],
  ['the game never answered', gaveUp, ['confirmed done', 'sent done', 'gave-up bad'], 'FAILED', 'us'],
  ['it was rejected', rejected, ['rejected bad', 'sent later', 'answered later'], 'NONE', 'nobody'],
  [
    'it was taken back',
    reversed,
    ['confirmed done', 'sent done', 'answered done', 'reversed bad'],
    'REVERSED',
    'nobody',
  ],
] as const)('when %s the line says so, and whose turn it is', (_, step, points, status, waitingFor) => {
  expect(line(step)).toEqual(points);
  expect(told(step)).toMatchObject({ startedAt: started, status, waitingFor });
});

test('each point carries when it happened, what is tried next and why it went wrong', () => {
  const [first, second, third] = told(sent).steps[0]!.points;
  expect(first).toMatchObject({ at: at(2), until: null });
  expect(second).toMatchObject({ at: at(3), until: null });
  expect(third).toMatchObject({ at: null, until: at(5), givesUpAt: at(40), reason: 'no answer' });
  expect(told(held).steps[0]!.points[1]).toMatchObject({ at: null, until: at(26) });
  expect(told(confirmed).steps[0]!.points[1]).toMatchObject({ at: null, until: at(3) });
  expect(told(rejected).steps[0]!.points[0]).toMatchObject({ at: at(1), reason: 'too late' });
  expect(told(reversed).steps[0]!.points[3]).toMatchObject({ at: at(60), reason: 'refund' });
  expect(told(gaveUp).steps[0]!.points[2]).toMatchObject({ at: at(50), reason: 'no answer' });
});

test('a hold that a person has ended shows what became of it', () => {
  const ended = { ...held, callback: { ...held.callback!, firstAttemptAt: at(3), attempts: 1 } };
  expect(line(ended)).toEqual(['confirmed done', 'sent done', 'answered current']);
  const takenBack = { ...held, grant: { ...held.grant!, reversedAt: at(4), reversalReason: 'refund' } };
  expect(line(takenBack)).not.toContain('held current');
});

test('several steps wait for whoever has the least advanced one', () => {
  const timeline = (...steps: StepProgress[]) => rewardTimeline(started, steps);
  expect(timeline(answered, fresh)).toMatchObject({ status: 'NONE', waitingFor: 'advertiser' });
  expect(timeline(answered, sent)).toMatchObject({ status: 'SENT', waitingFor: 'game' });
  expect(timeline(answered, answered)).toMatchObject({ status: 'ACKNOWLEDGED', waitingFor: 'nobody' });
});

test('a rejected or reversed step does not hide that another one is still being waited for', () => {
  expect(rewardTimeline(started, [reversed, sent]).waitingFor).toBe('game');
  expect(rewardTimeline(started, [rejected, pending]).waitingFor).toBe('advertiser');
  expect(rewardTimeline(started, [rejected, answered]).waitingFor).toBe('nobody');
});

test('each step keeps its name and its reward', () => {
  expect(told(fresh).steps[0]).toMatchObject({ taskKey: 'level-10', name: 'Reach level 10', rewardAmount: 3500n });
});

test('a ticket about some of the steps shows these alone', () => {
  const timeline = rewardTimeline(started, [{ ...sent, taskKey: 'level-5' }, fresh]);
  expect(timelineOf(timeline, ['level-5'])).toMatchObject({
    status: 'SENT',
    waitingFor: 'game',
    steps: [{ taskKey: 'level-5' }],
  });
  expect(timelineOf(timeline, ['level-10'])).toMatchObject({ status: 'NONE', waitingFor: 'advertiser' });
});

const install: StepProgress = {
  ...fresh,
  taskKey: 'install',
  rewardAmount: 0n,
  confirmation: { state: 'COMPLETED', at: at(1), reason: null },
};

test('a step that rewards nothing shows that it was reached, and waits for nobody', () => {
  expect(line(install)).toEqual(['confirmed done']);
  expect(told(install).waitingFor).toBe('nobody');
  expect(line({ ...install, confirmation: null })).toEqual(['confirmed current']);
  expect(told({ ...install, confirmation: null }).waitingFor).toBe('advertiser');
});

test('beside steps that reward something it does not count', () => {
  const both = rewardTimeline(started, [install, answered]);
  expect(both).toMatchObject({ status: 'ACKNOWLEDGED', waitingFor: 'nobody' });
  expect(rewardTimeline(started, [{ ...install, confirmation: null }, sent])).toMatchObject({
    status: 'SENT',
    waitingFor: 'game',
  });
});
