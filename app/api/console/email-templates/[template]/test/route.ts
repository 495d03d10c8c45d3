/** Sends the message, as it is now in use, to whoever asks. */
import { doneAt, namedTemplate, pageOf, type TemplateParams } from '@/app/api/console/email-templates/named';
import { plainDoor } from '@/app/api/console/plain-door';
import { sendTestEmail } from '@/lib/accounts/send-test-email';
import { isRefusal } from '@/lib/rules/refusal';

export const POST = plainDoor<TemplateParams>({
  permission: 'settings:write',
  page: pageOf,
  place: 'test',
  change: async (form, params, agent) => {
    const named = namedTemplate(form, params);
    if (isRefusal(named)) return named;
    const sent = await sendTestEmail({ ...named, agent });
    return isRefusal(sent) ? sent : doneAt(params, named.locale, 'test');
  },
});
