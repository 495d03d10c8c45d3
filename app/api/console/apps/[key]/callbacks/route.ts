/**
 * The log of an app's callbacks asks whether something newer has come, with the page's own filter. A lead or admin says that a
 * paused publisher works again: `action` is `resume`.
 */
import { readForm } from '@/app/api/wall/form-body';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { readCallbackSetup } from '@/lib/offers/callback-setup';
import { resumeCallbacks } from '@/lib/offers/resume-callbacks';
import { countNewerCallbacks } from '@/lib/rewards/callback-log';
import { ID_PATTERN } from '@/lib/rules/api-fields';
import { readCallbackFilter } from '@/lib/rules/callback-filter';
import { readCursor } from '@/lib/rules/cursor';
import { isRefusal, refuse } from '@/lib/rules/refusal';

type Context = { params: Promise<{ key: string }> };

/** An answer that was heard just before the page was read may have been written down just after: such a page looks again. */
const WRITTEN_DOWN_WITHIN_MS = 5_000;

export const GET = consoleDoor<Context>('apps:read', async (request, { params }) => {
  const app = await readCallbackSetup((await params).key);
  if (!app) return problem(refuse('not-found', 'There is no such app.'));
  const asked = new URL(request.url).searchParams;
  const after = readCursor(asked.get('after') ?? '');
  const seenAt = readCursor(asked.get('seen') ?? '');
  if (!after || !seenAt) return problem(refuse('malformed', '"after" and "seen" must be places in the log.'));
  const filter = readCallbackFilter(Object.fromEntries(asked));
  const surelySeen = new Date(seenAt.at.getTime() - WRITTEN_DOWN_WITHIN_MS);
  return json({ newer: await countNewerCallbacks(app.id, filter, after, surelySeen) });
});

export const POST = consoleDoor<Context>('callbacks:resume', async (request, { params }, agent) => {
  const { key } = await params;
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  if (form.text('action') !== 'resume')
    return problem(
      refuse('malformed', 'Resume is all that can be done here.', { fields: { action: 'Use "resume".' } }),
    );
  const result = ID_PATTERN.test(key)
    ? await resumeCallbacks(key, { kind: 'AGENT', id: agent.id })
    : refuse('not-found', 'There is no such app.');
  if (!wantsPage(request)) return isRefusal(result) ? problem(result) : json(result);
  // Whoever was second finds it resumed.
  if (isRefusal(result) && result.refused !== 'conflict') return problem(result);
  return seeOther(`/console/apps/${encodeURIComponent(key)}/callbacks?done=resumed`);
});
