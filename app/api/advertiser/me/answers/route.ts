import { answersDoor } from '@/app/api/advertiser/answers-door';
import { byContact } from '@/app/api/advertiser/portal-doors';

export const POST = answersDoor(byContact);
