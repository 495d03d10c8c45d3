/** "Send me a test": an agent gets a message as it would be sent now, at their own address, about nobody. */
import { randomUUID } from 'node:crypto';
import { tryLimit } from '@/lib/accounts/try-limits';
import type { WordedTemplate } from '@/lib/emails/override-shape';
import type { Language } from '@/lib/emails/template';
import { inTransaction } from '@/lib/foundation/db';
import { promiseEmail } from '@/lib/outbox/promise-email';
import type { Refusal } from '@/lib/rules/refusal';

/** An hour, per agent. */
const TESTS = 10;
const limit = tryLimit('test-email', TESTS, 3600);

type Test = { template: WordedTemplate; locale: Language; agent: { id: string; email: string } };

/** Refused: `too-many`. */
export async function sendTestEmail(
  { template: of, locale, agent }: Test,
  options: { at?: Date } = {},
): Promise<{ to: string } | Refusal> {
  const refused = await limit.take([agent.id]);
  if (refused) return refused;
  const key = `template-test:${randomUUID()}`;
  const letter = { key, template: 'template-test', props: { of }, locale, to: agent.email } as const;
  await inTransaction((tx) => promiseEmail(tx, letter), options);
  return { to: agent.email };
}
