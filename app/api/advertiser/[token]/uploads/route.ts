import { byLink } from '@/app/api/advertiser/portal-doors';
import { uploadsDoor } from '@/app/api/advertiser/uploads-door';

export const POST = uploadsDoor(byLink);
