/**
 * An agent approves or denies. What is answered is an intent, and until when it can be taken back. Of two who press at once the
 * second is told 409 and what changed (R17).
 */
import { ticketDoor, versionOf } from '@/app/api/console/tickets/ticket-door';
import { LONGEST_NOTE } from '@/lib/rules/agent-reasons';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { planDecision } from '@/lib/tickets/plan-decision';

export const POST = ticketDoor('tickets:decide', ['outcome', 'reason', 'note'], async (number, text, agent) => {
  const ruling = readRuling(text);
  if ('refused' in ruling) return ruling;
  return planDecision({ number, ...ruling, version: versionOf(text), agentId: agent.id });
});

type Given = { outcome: 'approve' | 'deny'; reason: string; note: string | null };

function readRuling(text: (name: string) => string): Given | Refusal {
  const [outcome, reason] = [text('outcome'), text('reason')];
  const note = text('note').replace(/\r\n?/g, '\n').trim();
  if (outcome !== 'approve' && outcome !== 'deny') return wrong('outcome', 'Approve or deny?');
  if (note.length > LONGEST_NOTE) return wrong('note', `At most ${LONGEST_NOTE} characters.`);
  if (note.includes('\u0000') || !note.isWellFormed()) return wrong('note', 'These characters cannot be sent.');
  return { outcome, reason, note: note || null };
}

function wrong(field: string, message: string): Refusal {
  return refuse('malformed', message, { fields: { [field]: message } });
}
