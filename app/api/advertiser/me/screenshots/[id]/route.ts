import { screenshotDoor } from '@/app/api/advertiser/downloads';
import { byContact } from '@/app/api/advertiser/portal-doors';

export const GET = screenshotDoor(byContact);
