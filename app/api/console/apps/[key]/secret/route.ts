/** The secret that callbacks are signed with: `act` says whether to show it, change it, retire the old one, or take that back. */
import { appDoor } from '@/app/api/console/apps/app-door';
import { restoreCallbackSecret, retireCallbackSecret, rotateCallbackSecret } from '@/lib/offers/change-callback-secret';
import { revealCallbackSecret } from '@/lib/offers/reveal-callback-secret';
import { secret as secretInput } from '@/lib/rules/api-fields';
import { refuse } from '@/lib/rules/refusal';

/** What was typed as a secret is not given back: it would travel in a cookie. */
export const POST = appDoor('secret', [], async (look, text, agent, now) => {
  switch (text('act')) {
    case 'reveal':
      return revealCallbackSecret(look.key, agent.id, now);
    case 'rotate':
      return rotate(text('secret').trim());
    case 'retire':
      return retireCallbackSecret(look);
    case 'restore':
      return restoreCallbackSecret(look);
    default:
      return refuse('malformed', 'Reveal, rotate, retire or restore?');
  }

  async function rotate(given: string) {
    if (given === '') return rotateCallbackSecret(look, null);
    const secret = secretInput.safeParse(given);
    if (secret.success) return rotateCallbackSecret(look, secret.data);
    return refuse('malformed', 'Use 8 to 512 printable characters without spaces.', {
      details: { faults: { secret: 'secret' } },
    });
  }
});
