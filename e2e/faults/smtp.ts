/**
 * F08: the mail server is away, says 421, refuses our password; then it says 450, 451 and 552, knows nobody, takes a message
 * and hangs up, hangs up early, and hangs. Every e-mail ends as lib/outbox/send-emails.ts says it does, and tickets are
 * decided and rewards told all the while. Then the troubles of mail that comes in (mail-in.ts).
 */
import { setTimeout as wait } from 'node:timers/promises';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { generateTickets } from '../support/generate-tickets';
import { type Advertiser, advertiser } from './advertiser';
import type { Fault, Outcome } from './fault';
import { judgeCallbacks, judgeInvariants, judgeMails, say } from './judge';
import type { Laboratory } from './laboratory';
import { type MailPlan, mailIn, mailInControl } from './mail-in';
import type { Script, Stage } from './mail-witness';
import { aMinutePasses, untilQuiet } from './passing-time';
import { startCrew } from './worker-crew';

export const smtp: Fault = {
  run: async (lab, { short }) => both(await mailOut(lab, short ? SHORT : LONG), await mailIn(lab, short ? FEW : MANY)),
  control: async (lab) => {
    const sender = await naiveSender(lab);
    return sender.findings.length === 0 ? sender : both(sender, await mailInControl(lab));
  },
};

type Plan = { perKind: number; awaySeconds: number; hang: boolean; patienceSeconds: number };
const SHORT: Plan = { perKind: 4, awaySeconds: 1, hang: false, patienceSeconds: 20 };
const LONG: Plan = { perKind: 30, awaySeconds: 15, hang: true, patienceSeconds: 180 };
const FEW: MailPlan = { each: 4, bounces: 200, patienceMs: 20_000 };
const MANY: MailPlan = { each: 25, bounces: 5_000, patienceMs: 180_000 };

/** What happens to the first messages of ticket n by n modulo the number of kinds. */
const KINDS: { stage: Stage; reply: string; times: number }[] = [
  { stage: 'rcpt', reply: '450 4.2.0 mailbox busy', times: 2 },
  { stage: 'dot', reply: '451 4.3.0 try again later', times: 1 },
  { stage: 'rcpt', reply: '550 5.1.1 no such user', times: Number.POSITIVE_INFINITY },
  { stage: 'dot', reply: '552 5.3.4 too big for us', times: 1 },
  { stage: 'dot', reply: 'take-and-drop', times: 1 },
  { stage: 'rcpt', reply: 'drop', times: 1 },
  { stage: 'dot', reply: '250 2.0.0 taken', times: 1 },
];
const NOBODY = 2;
const TOO_BIG = 3;
/** Long enough for a worker whose machine is busy; a worker that waited for the mail server would need ten seconds and more. */
const GOES_ON_WITHIN_MS = 5_000;

type Slow = { worstMs: number };

function both(out: Outcome, into: Outcome): Outcome {
  return { findings: [...out.findings, ...into.findings], figures: { ...out.figures, ...into.figures } };
}

async function mailOut(lab: Laboratory, plan: Plan): Promise<Outcome> {
  const sender = advertiser();
  const slow: Slow = { worstMs: 0 };
  const count = plan.perKind * KINDS.length;
  const crew = await startCrew(lab, 'e2e/faults/standby-worker.ts', 1, 0);
  await lab.mail.goDown();
  await generateTickets(lab.client, { first: 1, count, state: 'due' });
  await decideDueTickets();
  // Of whom nobody is known, and whose first message was too big, more is to be said later.
  const later = Array.from({ length: count }, (_, n) => n + 1).filter((n) =>
    [NOBODY, TOO_BIG].includes(n % KINDS.length),
  );

  await whileAway(lab, sender, slow, plan, count + 1, /ECONNREFUSED|connect/);
  lab.mail.obey((stage) => (stage === 'greeting' ? '421 4.3.2 closing down' : undefined));
  await lab.mail.comeUp();
  await whileAway(lab, sender, slow, plan, count + 2, /421/);
  lab.mail.obey((stage) => (stage === 'auth' ? '535 5.7.8 wrong password' : undefined));
  await whileAway(lab, sender, slow, plan, count + 3, /535/);
  const uncounted = await lab.client.query(`SELECT count(*)::int AS count FROM email WHERE status <> 'PENDING'`);

  const hung = { left: plan.hang ? 2 : 1 };
  lab.mail.obey(misbehave(hung, plan));
  await aMinutePasses(lab);
  await untilQuiet(lab, plan.patienceSeconds);
  for (const n of later) await sender.confirm(n, 1);
  await untilQuiet(lab, plan.patienceSeconds);
  await crew.killAll();
  const outcome = await judge(lab, sender, count, plan);
  const early = say(uncounted.rows[0].count, 'e-mails were given up or called sent while the server was away');
  const stopped = say(
    slow.worstMs > GOES_ON_WITHIN_MS ? slow.worstMs : 0,
    'ms until a reward was told while mail was stuck',
  );
  return {
    findings: [...early, ...stopped, ...outcome.findings],
    figures: { ...outcome.figures, slowestRewardMeanwhileMs: slow.worstMs },
  };
}

/** The server does not serve at all: attempts say so, and a ticket opened now is decided and rewarded now. */
async function whileAway(lab: Laboratory, sender: Advertiser, slow: Slow, plan: Plan, n: number, reason: RegExp) {
  await aMinutePasses(lab);
  await generateTickets(lab.client, { first: n, count: 1, state: 'due' });
  const started = performance.now();
  await sender.confirm(n, 1);
  while (!lab.publisher.accepted.some(({ user }) => user === `u${n}`)) {
    if (performance.now() - started > 3 * GOES_ON_WITHIN_MS) break;
    await wait(20);
  }
  slow.worstMs = Math.max(slow.worstMs, Math.round(performance.now() - started));
  const end = performance.now() + plan.awaySeconds * 1000;
  for (;;) {
    const { rows } = await lab.client.query('SELECT last_reason FROM email WHERE last_reason IS NOT NULL');
    if (rows.some((row) => reason.test(row.last_reason)) && performance.now() > end) return;
    if (performance.now() > end + 15_000) throw new Error(`No attempt met ${reason}`);
    await wait(100);
  }
}

function misbehave(hung: { left: number }, plan: Plan): Script {
  const met = new Map<string, number>();
  return (stage, recipient) => {
    // One connection is never greeted; in the long form one message is also taken without a word.
    if (stage === 'greeting') return hung.left-- === 1 ? 'hang' : undefined;
    const n = Number(/^u(\d+)@/.exec(recipient)?.[1]);
    if (!(n >= 1 && n <= plan.perKind * KINDS.length)) return undefined;
    const kind = KINDS[n % KINDS.length]!;
    const times = met.get(recipient) ?? 0;
    if (kind.stage !== stage || times >= kind.times) return undefined;
    met.set(recipient, times + 1);
    return plan.hang && n === KINDS.length - 1 ? 'take-and-hang' : kind.reply;
  };
}

async function judge(lab: Laboratory, sender: Advertiser, count: number, plan: Plan): Promise<Outcome> {
  const expected = new Map<string, number>();
  for (let n = 1; n <= count; n += 1) {
    const kind = n % KINDS.length;
    // The denial; for nobody nothing ever; too big is the first message only: approval and the publisher's yes arrive.
    expected.set(`u${n}@players.example`, kind === NOBODY ? 0 : kind === TOO_BIG ? 2 : 1);
  }
  for (let n = count + 1; n <= count + 3; n += 1) expected.set(`u${n}@players.example`, 2);
  const taken = lab.mail.accepted.filter(({ answered }) => !answered).length;
  const mails = judgeMails(lab, expected, taken);
  const callbacks = judgeCallbacks(lab, sender.promised, 0);
  const invariants = await judgeInvariants(lab);
  const fates = await readFates(lab);
  const wrong = [
    ...say(Math.abs((fates.FAILED ?? 0) - 2 * plan.perKind), 'e-mails too many or too few were given up'),
    ...say(
      Math.abs((fates.CANCELLED ?? 0) - 2 * plan.perKind),
      'e-mails too many or too few were held back from dead addresses',
    ),
    ...say(Math.abs((fates.suppressed ?? 0) - plan.perKind), 'addresses too many or too few are suppressed'),
    ...say(fates.PENDING ?? 0, 'e-mails still wait'),
  ];
  return {
    findings: [...wrong, ...mails.findings, ...callbacks.findings, ...invariants.findings],
    figures: {
      ...mails.figures,
      takenWithoutAnswer: taken,
      failed: fates.FAILED ?? 0,
      heldBack: fates.CANCELLED ?? 0,
      suppressed: fates.suppressed ?? 0,
      ...callbacks.figures,
      ...invariants.figures,
    },
  };
}

async function readFates({ client }: Laboratory): Promise<Record<string, number>> {
  const { rows } = await client.query<{ fate: string; count: number }>(`
    SELECT status AS fate, count(*)::int FROM email GROUP BY status
    UNION ALL SELECT 'suppressed', count(*)::int FROM suppression`);
  return Object.fromEntries(rows.map(({ fate, count }) => [fate, count]));
}

/** Sends what it finds under an id made up for the occasion, and marks it afterwards; two of them, unclaimed. */
async function naiveSender(lab: Laboratory): Promise<Outcome> {
  const count = 40;
  await generateTickets(lab.client, { first: 1, count, state: 'due' });
  await decideDueTickets();
  const dropped = new Set<string>();
  lab.mail.obey((stage, recipient) => {
    if (stage !== 'dot' || dropped.has(recipient)) return undefined;
    dropped.add(recipient);
    return 'take-and-drop';
  });
  const crew = await startCrew(lab, 'e2e/faults/naive-sender.ts', 2, 0);
  await untilQuiet(lab, 20, ['jobs']);
  await crew.killAll();
  const addresses = Array.from({ length: count }, (_, n) => [`u${n + 1}@players.example`, 1] as const);
  const taken = lab.mail.accepted.filter(({ answered }) => !answered).length;
  return judgeMails(lab, new Map(addresses), taken);
}
