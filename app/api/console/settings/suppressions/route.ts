/** The list of addresses that get no mail: `do` is `add`, `clear`, or `send` for what an address has missed. */
import { plainDoor } from '@/app/api/console/plain-door';
import type { PostedForm } from '@/app/api/wall/form-body';
import { addSuppression, clearSuppression } from '@/lib/outbox/suppressions';
import { entryOf } from '@/lib/rules/entry-of';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { sendAgainTo } from '@/lib/tickets/send-again';

const PAGE = '/console/settings/suppressions';

type Move = (text: PostedForm['text'], agentId: string) => Promise<Record<string, string | number> | Refusal>;

const MOVES: Record<string, Move> = {
  add: (text, agentId) => addSuppression({ address: text('address'), reason: text('reason'), agentId }),
  clear: (text, agentId) => clearSuppression({ address: text('address'), agentId }),
  send: async (text, agentId) => {
    const address = text('address');
    return { address, ...(await sendAgainTo({ address, agentId })) };
  },
};

export const POST = plainDoor({
  permission: 'mail:handle',
  place: 'suppressions',
  page: () => PAGE,
  change: async (form, _params, agent) => {
    const move = entryOf(MOVES, form.text('do'));
    if (!move) return refuse('malformed', 'Say what is to be done.');
    const done = await move(form.text, agent.id);
    if (isRefusal(done)) return done;
    const said = Object.entries(done).map(([name, value]): [string, string] => [name, String(value)]);
    return { page: `${PAGE}?${new URLSearchParams([['done', form.text('do')], ...said])}` };
  },
});
