/** "Open the wall as …": signs the link that the game would make, for any player of any game. */
import { z } from 'zod';
import { demoDoor } from '@/app/api/dev/demo-door';
import { problem, seeOther } from '@/lib/foundation/route';
import { wallPathFor } from '@/lib/reports/demo-people';
import { refuse } from '@/lib/rules/refusal';

const form = z.object({ app: z.string().min(1).max(128), user: z.string().min(1).max(128) });

export const POST = demoDoor(async (fields, now) => {
  const given = form.safeParse(Object.fromEntries(fields));
  if (!given.success) return problem(refuse('malformed', 'Please say which player of which game.'));
  const path = await wallPathFor(given.data.app, given.data.user, now);
  return path ? seeOther(path) : problem(refuse('not-found', 'There is no such game.'));
});
