/** Switches an app's callback on, once a test of it was acknowledged, or off: then callbacks wait. */
import { appDoor } from '@/app/api/console/apps/app-door';
import { switchCallback } from '@/lib/offers/switch-callback';

export const POST = appDoor('state', [], (look, text) => switchCallback(look, text('enabled') === 'on'));
