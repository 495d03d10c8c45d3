/** Keeps what an agent has begun to write, while they write it. An empty text takes it back. */
import { ticketDoor } from '@/app/api/console/tickets/ticket-door';
import { saveAgentDraft } from '@/lib/tickets/agent-drafts';

/** `kind`: which box; `body`: all of it. Answers `savedAt`, null for an empty one. */
export const POST = ticketDoor('tickets:note', [], (number, text, agent) =>
  saveAgentDraft({ number, agentId: agent.id, kind: text('kind'), body: text('body') }),
);
