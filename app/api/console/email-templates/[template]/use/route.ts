/** Uses a version again; 0 is the words of the house. */
import { doneAt, namedTemplate, pageOf, type TemplateParams } from '@/app/api/console/email-templates/named';
import { plainDoor, versionIn } from '@/app/api/console/plain-door';
import { activateEmailTemplate } from '@/lib/outbox/save-email-template';
import { isRefusal } from '@/lib/rules/refusal';

export const POST = plainDoor<TemplateParams>({
  permission: 'settings:write',
  page: pageOf,
  place: 'versions',
  change: async (form, params, agent) => {
    const named = namedTemplate(form, params);
    if (isRefusal(named)) return named;
    const used = await activateEmailTemplate({ ...named, version: versionIn(form), agentId: agent.id });
    return isRefusal(used) ? used : doneAt(params, named.locale, 'used');
  },
});
