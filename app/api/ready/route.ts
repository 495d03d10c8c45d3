/** May this process be sent work? 503 with the reasons if not. */
import { only } from '@/app/api/only';
import { json, route } from '@/lib/foundation/route';
import { readReadiness } from '@/lib/reports/readiness';

export const dynamic = 'force-dynamic';

export const GET = route(async () => {
  const reasons = await readReadiness();
  return reasons.length === 0 ? json({ status: 'ready' }) : json({ status: 'not-ready', reasons }, 503);
});
export const { POST, PUT, PATCH, DELETE } = only('GET');
