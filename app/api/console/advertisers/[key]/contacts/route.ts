/** Who of an advertiser may sign in: `act=add` with `name`, `email`, `locale`; `act=disable` or `act=enable` with `contact`. */
import { settingsDoor } from '@/app/api/console/settings-door';
import { addContact, switchContact } from '@/lib/rechecks/change-contacts';
import { readContact } from '@/lib/rules/advertiser-form';
import { isRefusal, refuse } from '@/lib/rules/refusal';

const door = settingsDoor('policies:write', '/console/settings/advertisers');

export const POST = door('contacts', ['name', 'email', 'locale'], async (look, text) => {
  const act = text('act');
  if (act === 'disable' || act === 'enable') {
    return switchContact(look, { id: text('contact'), enabled: act === 'enable' });
  }
  if (act !== 'add') return refuse('malformed', 'Say whether a contact is added, enabled or disabled.');
  const input = readContact(text);
  return isRefusal(input) ? input : addContact(look, input);
});
