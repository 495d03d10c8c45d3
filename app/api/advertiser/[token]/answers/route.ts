import { answersDoor } from '@/app/api/advertiser/answers-door';
import { byLink } from '@/app/api/advertiser/portal-doors';

export const POST = answersDoor(byLink);
