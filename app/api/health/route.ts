/** This process answers. It asks nobody else, so that a database that is away restarts no web process. */
import { only } from '@/app/api/only';
import { json } from '@/lib/foundation/route';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  return json({ status: 'ok' });
}
export const { POST, PUT, PATCH, DELETE } = only('GET');
