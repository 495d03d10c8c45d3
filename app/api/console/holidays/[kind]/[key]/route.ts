/**
 * Holidays from a file for a calendar (`kind` `calendar`, by id) or an advertiser (`advertiser`, by key). `step` is `look`, with
 * a `file` or pasted `text`, then `take` or `drop`.
 */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { entryOf } from '@/lib/rules/entry-of';
import { ICS_BYTES } from '@/lib/rules/holidays-ics';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import {
  dropHolidays,
  type ImportTarget,
  isImportKind,
  previewHolidays,
  takeHolidays,
} from '@/lib/tickets/import-holidays';

type Context = { params: Promise<{ kind: string; key: string }> };

const PAGES = { calendar: '/console/settings/calendars', advertiser: '/console/settings/calendars/advertisers' };
/** A file, the same again as text that the form encodes threefold, and the fields around them. */
const LIMIT = 5 * ICS_BYTES;

export const POST = consoleDoor<Context>('policies:write', async (request, context, agent) => {
  const { kind, key } = await context.params;
  if (!isImportKind(kind)) return problem(refuse('not-found', 'There is no such calendar.'));
  const page = `${PAGES[kind]}/${encodeURIComponent(key)}`;
  const form = await readForm(request, { files: 'file', limit: LIMIT });
  if (isRefusal(form)) return refuseOn(request, page, form);
  const target = { kind, key };
  const [file] = form.files;
  const text = file ? await file.text() : form.text('text');
  const step = entryOf(STEPS, form.text('step'));
  if (!step) return problem(refuse('malformed', 'There is no such step.'));
  const result = await step(target, text, agent.id);
  if (isRefusal(result)) return refuseOn(request, page, result);
  const next = `${page}?${new URLSearchParams({ done: form.text('step') })}#import`;
  return wantsPage(request) ? seeOther(next) : json({ page: next });
});

type Step = (target: ImportTarget, text: string, agentId: string) => Promise<unknown>;

const STEPS: Record<string, Step> = {
  look: previewHolidays,
  take: (target, _, id) => takeHolidays(target, { kind: 'AGENT', id }),
  drop: dropHolidays,
};

function refuseOn(request: Request, page: string, refused: Refusal): Response {
  const shown = wantsPage(request) && ['malformed', 'too-large'].includes(refused.refused);
  return shown ? backWithProblem(page, refused, { section: 'import' }, 'import') : problem(refused);
}
