/** Every situation of the demo, told once. What they leave to do now (e-mails of the last days) is left to the worker. */
import { db, sql } from '@/lib/foundation/db';
import { ago, playerOf, type Scene } from './scene';
import type { Secrets } from './secrets';
import { addressNotValidated } from './stories/address-not-validated';
import { approvedAndAcknowledged } from './stories/approved-and-acknowledged';
import { approvedLate } from './stories/approved-late';
import { banned } from './stories/banned';
import { confirmedWeakly } from './stories/confirmed-weakly';
import { deniedAndEscalated } from './stories/denied-and-escalated';
import { deniedAwaitingContest } from './stories/denied-awaiting-contest';
import { deniedByAnAgent } from './stories/denied-by-an-agent';
import { expired } from './stories/expired';
import { halfDone } from './stories/half-done';
import { largeAndConfirmed } from './stories/large-and-confirmed';
import { largeAndUnconfirmed } from './stories/large-and-unconfirmed';
import { pendingConfirmation } from './stories/pending-confirmation';
import { publisherDown } from './stories/publisher-down';
import { readyForATicket } from './stories/ready-for-a-ticket';
import { refusedPostbacks } from './stories/refused-postbacks';
import { registeredBefore24h } from './stories/registered-before-24h';
import { rejectedWithAReason } from './stories/rejected-with-a-reason';
import { reversed } from './stories/reversed';
import type { Story } from './stories/story';
import { waitingFor24h } from './stories/waiting-for-24h';
import { withTheAdvertiser } from './stories/with-the-advertiser';

/** Of one player in the order in which they happened. */
export const STORIES: readonly Story[] = [
  readyForATicket,
  waitingFor24h,
  approvedAndAcknowledged,
  pendingConfirmation,
  deniedAwaitingContest,
  halfDone,
  registeredBefore24h,
  addressNotValidated,
  deniedAndEscalated,
  refusedPostbacks,
  deniedByAnAgent,
  withTheAdvertiser,
  reversed,
  expired,
  banned,
  largeAndConfirmed,
  largeAndUnconfirmed,
  approvedLate,
  rejectedWithAReason,
  publisherDown,
  confirmedWeakly,
];

export async function tellStories(secrets: Secrets, now: Date): Promise<void> {
  for (const { app, user, locale = 'en', tell } of STORIES) {
    const userId = await playerOf(app, user, locale, ago({ now }, { days: 70 }));
    const scene: Scene = { now, userId, user, app, locale, secrets };
    await tell(scene);
  }
  await settleEmails(now);
}

/** E-mails of long ago were sent then, and a code that was typed had arrived; the others are due now. */
async function settleEmails(now: Date): Promise<void> {
  await db.execute(sql`
    UPDATE email e SET status = 'SENT', attempts = 1, sent_at = e.created_at + interval '2 seconds', next_at = NULL,
           smtp_response = '250 2.0.0 Ok: queued'
     WHERE e.status = 'PENDING' AND (e.created_at < ${ago({ now }, { days: 2 })} OR EXISTS (
             SELECT FROM email_validation v
              WHERE e.template = 'validate-address' AND v.id = (e.props ->> 'validationId')::uuid AND v.used_at IS NOT NULL))`);
  await db.execute(sql`UPDATE email SET next_at = ${now} WHERE status = 'PENDING' AND next_at < ${now}`);
}
