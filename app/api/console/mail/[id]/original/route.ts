/** A mail as it came, as a file: for a mail program, never for this browser to show. That it was taken is on record. */
import { isUuid } from '@/app/api/console/tickets/ticket-door';
import { consoleDoor } from '@/app/console/signed-in';
import { problem } from '@/lib/foundation/route';
import { refuse } from '@/lib/rules/refusal';
import { takeOriginal } from '@/lib/tickets/take-original';

export const GET = consoleDoor<{ params: Promise<{ id: string }> }>('mail:handle', async (_request, context, agent) => {
  const { id } = await context.params;
  const original = isUuid(id) ? await takeOriginal({ id, agentId: agent.id }) : null;
  if (!original) return problem(refuse('not-found', 'This e-mail is not kept, or not any more.'));
  return new Response(new Uint8Array(original.raw), {
    headers: {
      'Content-Type': 'message/rfc822',
      'Content-Disposition': `attachment; filename="${id}.eml"`,
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, no-store',
    },
  });
});
