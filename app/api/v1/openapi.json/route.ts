import { only } from '@/app/api/only';
import { openApiDocument } from '@/app/api/v1/openapi.json/document';
import { json, route } from '@/lib/foundation/route';

export const dynamic = 'force-dynamic';

/** For everybody: it says how to ask, and holds nothing that is worth a key. */
export const GET = route(async () => json(openApiDocument()));
export const { POST, PUT, PATCH, DELETE } = only('GET');
