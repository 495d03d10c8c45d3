/**
 * The alternative: the same rule and the same rows, one ticket after the other, one interactive transaction each, as an ORM's
 * documentation suggests it.
 */
import { randomUUID } from 'node:crypto';
import type { Prisma } from '@/.generated/prisma/client';
import { prisma } from '@/lib/foundation/db';
import { messageIdOf, replyToken, replyTokenHash } from '@/lib/outbox/mail-identity';
import { eventId } from '@/lib/rewards/event-id';
import { DEFAULT_POLICY, decide, RULE_VERSION, type Verdict } from '@/lib/rules/decision';
import { onWhistle, report } from '../faults/whistle';

export type OrmReport = { tickets: number; ms: number };

onWhistle(async (tickets: number) => {
  const due = await prisma().ticket.findMany({
    where: { status: 'OPEN', kind: 'missing-reward', queuedAt: { lte: new Date() } },
    orderBy: [{ queuedAt: 'asc' }, { id: 'asc' }],
    take: tickets,
    select: { id: true },
  });
  const started = performance.now();
  for (const { id } of due) await prisma().$transaction((tx) => decideOne(tx, id));
  report({ tickets: due.length, ms: performance.now() - started } satisfies OrmReport);
});

type Tx = Prisma.TransactionClient;
type Loaded = NonNullable<Awaited<ReturnType<typeof load>>>;

function load(tx: Tx, id: string) {
  return tx.ticket.findUnique({ where: { id }, include: { tasks: true, user: true, app: true, offer: true } });
}

async function decideOne(tx: Tx, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM ticket WHERE id = ${id}::uuid FOR UPDATE`;
  const ticket = await load(tx, id);
  if (ticket?.status !== 'OPEN') return;
  const now = new Date();
  const task = ticket.tasks[0]!;
  const step = { userId: ticket.userId, titleKey: ticket.titleKey, taskKey: task.taskKey };
  const confirmation = await tx.confirmation.findFirst({ where: step, orderBy: { receivedAt: 'asc' } });
  const granted = await tx.grant.findFirst({ where: step, include: { callbacks: true } });
  const facts = {
    valueMicros: ticket.valueMicros,
    queuedAt: ticket.queuedAt!,
    touched: ticket.touchedAt !== null,
    banned: ticket.user.bannedAt !== null,
    steps: [
      {
        taskKey: task.taskKey,
        confirmed: (confirmation?.state.toLowerCase() ?? 'none') as 'none' | 'pending' | 'completed' | 'reconciled',
        confirmationId: confirmation?.id ?? null,
        trusted: confirmation?.trust === 'strong',
        doubt: null,
        rejection: confirmation?.reason ?? null,
        granted: granted ? ('granted' as const) : ('none' as const),
        grantAcknowledgedAt: null,
      },
    ],
  };
  const verdict = decide(facts, DEFAULT_POLICY, now);
  if (verdict.verdict === 'hold') await hold(tx, ticket, now);
  else if (verdict.verdict !== 'leave') await write(tx, ticket, verdict, facts.steps, now);
}

async function hold(tx: Tx, ticket: Loaded, now: Date): Promise<void> {
  await tx.ticket.update({
    where: { id: ticket.id },
    data: { status: 'PENDING_CONFIRMATION', version: { increment: 1 } },
  });
  await tx.ticketEvent.create({ data: { ticketId: ticket.id, at: now, kind: 'pending', actorKind: 'AUTO' } });
  await promise(tx, ticket, `pending:${ticket.id}`, 'ticket-pending', {}, now);
}

type Decided = Extract<Verdict, { verdict: 'approve' | 'deny' }>;

async function write(tx: Tx, ticket: Loaded, verdict: Decided, steps: object[], now: Date): Promise<void> {
  const approved = verdict.verdict === 'approve';
  const outcome = approved ? 'APPROVED' : 'DENIED';
  const evidence = { valueMicros: String(ticket.valueMicros), status: ticket.status, steps } as Prisma.InputJsonValue;
  const decision = await tx.decision.create({
    data: {
      id: randomUUID(),
      ticketId: ticket.id,
      round: ticket.round,
      outcome,
      actorKind: 'AUTO',
      reason: verdict.reason,
      confirmationId: approved ? verdict.confirmationId : null,
      ruleVersion: RULE_VERSION,
      evidence,
      decidedAt: now,
    },
  });
  await tx.ticket.update({
    where: { id: ticket.id, version: ticket.version },
    data: {
      status: outcome,
      version: { increment: 1 },
      decidedAt: now,
      deniedAt: approved ? undefined : now,
      dueAt: null,
      breachAt: null,
    },
  });
  await tx.ticketEvent.create({
    data: {
      ticketId: ticket.id,
      at: now,
      kind: outcome.toLowerCase(),
      actorKind: 'AUTO',
      data: { round: ticket.round },
    },
  });
  if (approved) await grant(tx, ticket, decision.id, verdict.confirmationId, now);
  const props = { reason: verdict.reason };
  await promise(
    tx,
    ticket,
    `decision:${ticket.id}:${ticket.round}`,
    approved ? 'ticket-approved' : 'ticket-denied',
    props,
    now,
  );
}

async function grant(tx: Tx, ticket: Loaded, decisionId: string, confirmationId: string, now: Date): Promise<void> {
  const { userId, titleKey, appId, offerId, clickId } = ticket;
  const task = ticket.tasks[0]!;
  const event = eventId({
    appKey: ticket.app.key,
    externalUserId: ticket.user.externalId,
    titleKey,
    taskKey: task.taskKey,
  });
  await tx.grant.create({
    data: {
      userId,
      titleKey,
      taskKey: task.taskKey,
      appId,
      offerId,
      clickId,
      amountMicros: task.payoutMicros,
      rewardAmount: task.rewardAmount,
      origin: 'TICKET',
      eventId: event,
      confirmationId,
      decisionId,
      grantedAt: now,
      callbacks: { create: { appId, kind: 'REWARD', eventId: event, createdAt: now, nextAt: now } },
    },
  });
}

async function promise(tx: Tx, ticket: Loaded, key: string, template: string, props: object, now: Date): Promise<void> {
  const { id: ticketId, userId, locale, address } = ticket;
  await tx.replyToken.upsert({
    where: { tokenHash: replyTokenHash(replyToken(ticketId, address)) },
    create: { tokenHash: replyTokenHash(replyToken(ticketId, address)), ticketId, address, createdAt: now },
    update: {},
  });
  await tx.email.create({
    data: {
      key,
      ticketId,
      userId,
      template,
      props: { ticketNumber: ticket.number, offerTitle: ticket.offer.title, ...props },
      locale,
      toAddress: address,
      messageId: messageIdOf(key),
      createdAt: now,
      nextAt: now,
    },
  });
}
