/**
 * The verdict, from outside: what publishers and the mail server wrote down against what they should have, and the
 * database's own invariants. Findings are in plain words; none means passed.
 */
import type { Laboratory } from './laboratory';

export type Finding = string;
export type Figures = Record<string, number>;

/** Each expected user was rewarded under one event id; nobody else was; extras only as often as faults explain. */
export function judgeCallbacks(
  { publisher }: Laboratory,
  expectedUsers: ReadonlySet<string>,
  allowedExtras: number,
): { findings: Finding[]; figures: Figures } {
  const eventsOf = new Map<string, Set<string>>();
  const usersOf = new Map<string, Set<string>>();
  const rewards = publisher.accepted.filter(({ reversal }) => !reversal);
  for (const { user, eventId } of rewards) {
    eventsOf.set(user, (eventsOf.get(user) ?? new Set()).add(eventId));
    usersOf.set(eventId, (usersOf.get(eventId) ?? new Set()).add(user));
  }
  const lost = [...expectedUsers].filter((user) => !eventsOf.has(user)).length;
  const unowed = [...eventsOf.keys()].filter((user) => !expectedUsers.has(user)).length;
  const twoIds = [...eventsOf.values()].filter((events) => events.size > 1).length;
  const shared = [...usersOf.values()].filter((users) => users.size > 1).length;
  const extras = rewards.length - usersOf.size;
  return {
    findings: [
      ...say(lost, 'owed rewards never reached their publisher'),
      ...say(unowed, 'users were rewarded without being owed anything'),
      ...say(twoIds, 'users were rewarded under more than one event id'),
      ...say(shared, 'event ids were used for two users'),
      ...say(Math.max(0, extras - allowedExtras), `repeated callbacks beyond the ${allowedExtras} that faults explain`),
    ],
    figures: {
      rewardsOwed: expectedUsers.size,
      callbacksAccepted: rewards.length,
      callbacksRepeated: extras,
    },
  };
}

/** Each address got as many different messages as it should have; the same one again only as often as faults explain. */
export function judgeMails(
  { mail }: Laboratory,
  expectedByAddress: ReadonlyMap<string, number>,
  allowedExtras: number,
): { findings: Finding[]; figures: Figures } {
  const idsOf = new Map<string, Set<string>>();
  for (const { to, messageId } of mail.accepted) idsOf.set(to, (idsOf.get(to) ?? new Set()).add(messageId));
  const distinct = [...idsOf.values()].reduce((sum, ids) => sum + ids.size, 0);
  const missing = [...expectedByAddress].filter(([to, count]) => (idsOf.get(to)?.size ?? 0) < count).length;
  const tooMany = [...idsOf].filter(([to, ids]) => ids.size > (expectedByAddress.get(to) ?? 0)).length;
  const extras = mail.accepted.length - distinct;
  return {
    findings: [
      ...say(missing, 'addresses did not get every e-mail'),
      ...say(tooMany, 'addresses got an e-mail under more than one Message-ID, or one that was not meant for them'),
      ...say(Math.max(0, extras - allowedExtras), `repeated e-mails beyond the ${allowedExtras} that faults explain`),
    ],
    figures: { mailsAccepted: mail.accepted.length, mailsRepeated: extras },
  };
}

/** `SELECT * FROM invariant_violations`: every count is 0. */
export async function judgeInvariants({ client }: Laboratory): Promise<{ findings: Finding[]; figures: Figures }> {
  const { rows } = await client.query<{ name: string; count: number }>('SELECT name, count FROM invariant_violations');
  const broken = rows.filter(({ count }) => count > 0);
  return {
    findings: broken.map(({ name, count }) => `${count} × not: ${name}`),
    figures: { invariantsChecked: rows.length, invariantsBroken: broken.length },
  };
}

/** A statement that counts what must not be. */
export async function judgeCount(lab: Laboratory, what: string, statement: string): Promise<Finding[]> {
  const { rows } = await lab.client.query<{ count: string }>(statement);
  return say(Number(rows[0]!.count), what);
}

export function say(count: number, what: string): Finding[] {
  return count > 0 ? [`${count} ${what}`] : [];
}
