/** Saves a reason; `new` makes one. */
import { plainDoor, versionIn } from '@/app/api/console/plain-door';
import { WRITTEN_LANGUAGES } from '@/lib/rules/reasons';
import { isRefusal } from '@/lib/rules/refusal';
import { saveReason } from '@/lib/tickets/save-reason';

export const POST = plainDoor<{ code: string }>({
  permission: 'settings:write',
  page: () => '/console/settings/reasons',
  place: 'form',
  change: async (form, { code }, agent) => {
    const isNew = code === 'new';
    const by = (name: string) =>
      Object.fromEntries(
        WRITTEN_LANGUAGES.map((language) => [
          language,
          form.text(`${name}-${language}`).replace(/\r\n?/g, '\n').trim(),
        ]),
      );
    const outcome = form.text('outcome') === 'approve' ? ('approve' as const) : ('deny' as const);
    const draft = { code: isNew ? form.text('code').trim() : code, outcome, labels: by('label'), texts: by('text') };
    const saved = await saveReason(draft, isNew ? null : versionIn(form), { kind: 'AGENT', id: agent.id });
    return isRefusal(saved) ? saved : { page: `/console/settings/reasons?done=saved#reason-${saved.code}` };
  },
});
