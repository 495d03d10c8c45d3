/** Changes what is agreed with an advertiser about re-checks, if nobody else has since `version`. */
import { settingsDoor } from '@/app/api/console/settings-door';
import { changeAdvertiser } from '@/lib/rechecks/change-advertiser';
import { readAgreement } from '@/lib/rules/advertiser-form';
import { isRefusal } from '@/lib/rules/refusal';

const door = settingsDoor('policies:write', '/console/settings/advertisers');
const KEPT = ['recheckEmail', 'escalationEmail', 'timeZone', 'gather', 'rule', 'policy', 'locale'];

export const POST = door('agreed', KEPT, async (look, text) => {
  const input = readAgreement(text);
  return isRefusal(input) ? input : changeAdvertiser(look, input);
});
