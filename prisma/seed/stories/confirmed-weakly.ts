import { randomBytes } from 'node:crypto';
import { db, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { integrationInput } from '@/lib/offers/integration-schema';
import { putIntegration } from '@/lib/offers/put-integration';
import { matchConfirmations } from '@/lib/postbacks/match-confirmation';
import { receivePostback } from '@/lib/postbacks/receive-postback';
import { accepted } from '../configure';
import { ago, later, openProvenTicket, startOffer } from '../scene';
import type { Story } from './story';

/** A tracker that only shows a secret in its address. */
const TRACKER = 'panel-one-appsflyer';

export const confirmedWeakly: Story = {
  app: 'coin-rush',
  user: 'vera',
  sentence:
    'Vera’s step is confirmed by a tracker that signs nothing and has neither an allow-list nor a budget: an agent has to look, and is told why.',
  tell: async (scene) => {
    const secret = randomBytes(24).toString('base64url');
    const tracker = { advertiser: 'panel-one', dialect: 'appsflyer', secret };
    accepted(await putIntegration(TRACKER, integrationInput.parse(tracker), { kind: 'AUTO', id: null }));
    const click = await startOffer(scene, 'household-panel', ago(scene, { days: 2, hours: 12 }));
    const asked = ago(scene, { hours: 6 });
    const description =
      'I joined the panel on my first evening and answered the first questions. The panel greets me by name.';
    await openProvenTicket(scene, click, { description, tasks: ['join'] }, asked);
    await trackerSays(click, secret, later(asked, { minutes: 40 }));
  },
};

async function trackerSays(click: string, secret: string, at: Date): Promise<void> {
  const rawQuery = new URLSearchParams({
    clickid: click,
    event: 'join',
    event_time: at.toISOString(),
    token: secret,
  }).toString();
  const url = `${env.PUBLIC_URL}/api/postbacks/${TRACKER}`;
  const request = { method: 'GET' as const, url, rawQuery, headers: {}, rawBody: new Uint8Array() };
  await receivePostback(TRACKER, request, '198.51.100.21', at, { at });
  const kept = await db.query<{ id: string }>(sql`SELECT id FROM confirmation WHERE click_id = ${click}`);
  await matchConfirmations(
    kept.map(({ id }) => id),
    { at: later(at, { minutes: 1 }) },
  );
}
