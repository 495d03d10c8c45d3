import { reportFileDoor } from '@/app/api/advertiser/downloads';
import { byLink } from '@/app/api/advertiser/portal-doors';

export const GET = reportFileDoor(byLink);
