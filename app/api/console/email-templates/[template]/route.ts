/** Words a message anew; they are in use from then on. */
import { doneAt, namedTemplate, pageOf, type TemplateParams, wordsIn } from '@/app/api/console/email-templates/named';
import { plainDoor } from '@/app/api/console/plain-door';
import { saveEmailTemplate } from '@/lib/outbox/save-email-template';
import { isRefusal } from '@/lib/rules/refusal';

export const POST = plainDoor<TemplateParams>({
  permission: 'settings:write',
  page: pageOf,
  place: 'words',
  change: async (form, params, agent) => {
    const named = namedTemplate(form, params);
    if (isRefusal(named)) return named;
    const saved = await saveEmailTemplate({ ...named, words: wordsIn(form), agentId: agent.id });
    return isRefusal(saved) ? saved : doneAt(params, named.locale, 'saved');
  },
});
