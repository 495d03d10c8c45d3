import { reportFileDoor } from '@/app/api/advertiser/downloads';
import { byContact } from '@/app/api/advertiser/portal-doors';

export const GET = reportFileDoor(byContact);
