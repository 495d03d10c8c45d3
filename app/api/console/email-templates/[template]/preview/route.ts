/**
 * The message with the words that are being typed, about nobody; nothing is kept. The language stands in the address. A page
 * without scripts opens it in a tab.
 */
import { namedTemplate, type TemplateParams, wordsIn } from '@/app/api/console/email-templates/named';
import { ALONE } from '@/app/api/console/letter-alone';
import { readForm } from '@/app/api/wall/form-body';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { overrideFaults, tidy } from '@/lib/emails/override';
import { renderSample } from '@/lib/emails/samples';
import { languageOf } from '@/lib/emails/template';
import { json, problem } from '@/lib/foundation/route';
import { isRefusal, refuse } from '@/lib/rules/refusal';

export const POST = consoleDoor<{ params: Promise<TemplateParams> }>('settings:read', async (request, context) => {
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const named = namedTemplate(form, await context.params);
  if (isRefusal(named)) return problem(named);
  const words = tidy(wordsIn(form));
  const fault = overrideFaults(named.template, words).find((one) => one.fault !== 'nothing');
  if (fault) {
    const place = `${fault.field}, ${fault.line}:${fault.column}`;
    return problem(refuse('malformed', `${place} ${fault.text} (${fault.fault})`, { details: { faults: [fault] } }));
  }
  const locale = languageOf(new URL(request.url).searchParams.get('in') ?? '');
  const letter = await renderSample(named.template, locale, words);
  return wantsPage(request) ? new Response(letter.html, { headers: ALONE }) : json(letter);
});
