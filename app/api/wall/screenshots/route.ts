/** One picture for the draft of a form, uploaded while the rest is still being typed. */
import { readForm } from '@/app/api/wall/form-body';
import { postingVisitor } from '@/app/api/wall/visitor-at-door';
import { json, problem, route } from '@/lib/foundation/route';
import { isRefusal, refuse } from '@/lib/rules/refusal';
import { storeScreenshot } from '@/lib/tickets/screenshots';
import { SCREENSHOT_MAX_BYTES } from '@/lib/tickets/screenshots-decode';

const LIMIT = SCREENSHOT_MAX_BYTES + 64 * 1024;

export const POST = route(async (request, _, now) => {
  const visitor = await postingVisitor(request, now);
  if (isRefusal(visitor)) return problem(visitor);
  const form = await readForm(request, { files: 'screenshots', limit: LIMIT });
  if (isRefusal(form)) return problem(form);
  const [file, ...more] = form.files;
  if (!file || more.length > 0) return problem(refuse('malformed', 'Please send one picture.'));
  const bytes = Buffer.from(await file.arrayBuffer());
  const target = { clickId: form.text('click') };
  const stored = await storeScreenshot({ userId: visitor.userId, target, name: file.name, bytes });
  return isRefusal(stored) ? problem(stored) : json(stored, 201);
});
