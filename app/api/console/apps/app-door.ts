/** The doors of one app. */
import { settingsDoor } from '@/app/api/console/settings-door';

export const appDoor = settingsDoor('apps:write', '/console/apps');
