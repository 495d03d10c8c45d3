/** The name that colleagues and users read. */
import { meDoor } from '@/app/api/console/me/me-door';
import { renameAgent } from '@/lib/accounts/rename-agent';

export const POST = meDoor('name', (self, text, now) => renameAgent(self, text('name'), now));
