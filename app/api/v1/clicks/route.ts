import { only } from '@/app/api/only';
import { door } from '@/app/api/v1/door';
import { importClicks } from '@/lib/clicks/import-clicks';

export const POST = door('importClicks', ({ body }) => importClicks(body.clicks));
export const { GET, PUT, PATCH, DELETE } = only('POST');
