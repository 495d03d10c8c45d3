/** Sends a ticket to its advertiser, or takes it back from there. */
import { ticketDoor, versionOf } from '@/app/api/console/tickets/ticket-door';
import { askAdvertiser, readQuestion } from '@/lib/rechecks/ask-advertiser';
import { withdrawClaim } from '@/lib/rechecks/withdraw-claim';
import { isRefusal } from '@/lib/rules/refusal';

/** `question`, which may be empty; or `act=withdraw`. */
export const POST = ticketDoor(
  'rechecks:ask',
  ['question', 'box'],
  async (number, text, agent) => {
    const version = versionOf(text);
    if (text('act') === 'withdraw') return withdrawClaim({ number, version, agentId: agent.id });
    const question = readQuestion(text('question'));
    if (isRefusal(question)) return question;
    const actor = { kind: 'AGENT' as const, id: agent.id };
    const { left } = await askAdvertiser({ numbers: [number], question, actor, version });
    return left[0]?.refusal ?? { asked: number };
  },
  'recheck',
);
