/** From which addresses this source may call: `addresses`, one address or range a line; none is any. */
import { integrationDoor, refuseLines } from '@/app/api/console/integrations/integration-door';
import { changeIntegration } from '@/lib/offers/change-integration';
import { hasFaults, readAddressLines } from '@/lib/rules/setting-lines';

export const POST = integrationDoor('addresses', ['addresses'], async (look, text) => {
  const allowedIps = readAddressLines(text('addresses'));
  return hasFaults(allowedIps) ? refuseLines({ addresses: allowedIps }) : changeIntegration(look, { allowedIps });
});
