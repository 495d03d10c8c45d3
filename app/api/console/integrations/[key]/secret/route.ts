/** The secrets of a source: `act` says whether to show them, make a new one, retire the old one, or take that back. */
import { integrationDoor } from '@/app/api/console/integrations/integration-door';
import { restoreSecret } from '@/lib/offers/restore-secret';
import { retireSecret } from '@/lib/offers/retire-secret';
import { revealSecret } from '@/lib/offers/reveal-secret';
import { rotateSecret } from '@/lib/offers/rotate-secret';
import { secret as secretInput } from '@/lib/rules/api-fields';
import { refuse } from '@/lib/rules/refusal';

/** What was typed as a secret is not given back: it would travel in a cookie. */
export const POST = integrationDoor('secret', [], async (look, text, agent, now) => {
  switch (text('act')) {
    case 'reveal':
      return revealSecret(look.key, agent.id, now);
    case 'rotate':
      return rotate();
    case 'retire':
      return retireSecret(look);
    case 'restore':
      return restoreSecret(look);
    default:
      return refuse('malformed', 'Reveal, rotate, retire or restore?');
  }

  async function rotate() {
    const given = text('secret').trim();
    if (given === '') return rotateSecret(look);
    const secret = secretInput.safeParse(given);
    if (secret.success) return rotateSecret(look, secret.data);
    return refuse('malformed', 'Use 8 to 512 printable characters without spaces.', {
      details: { faults: { secret: 'secret' } },
    });
  }
});
