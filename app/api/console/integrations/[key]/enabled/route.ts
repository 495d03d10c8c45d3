/** Switches the intake of this source on or off. Off, its postbacks are refused as from an unknown integration, and kept. */
import { integrationDoor } from '@/app/api/console/integrations/integration-door';
import { changeIntegration } from '@/lib/offers/change-integration';

export const POST = integrationDoor('state', [], (look, text) =>
  changeIntegration(look, { enabled: text('enabled') === 'on' }),
);
