import { db, sql } from '@/lib/foundation/db';
import { addRecheckMessage } from '@/lib/rechecks/add-recheck-message';
import { askAdvertiser } from '@/lib/rechecks/ask-advertiser';
import { walkRequests } from '@/lib/rechecks/walk-requests';
import { ago, contest, hourlyRunAfter, later, openProvenTicket, startOffer } from '../scene';
import type { Story } from './story';

export const withTheAdvertiser: Story = {
  app: 'star-harbor',
  user: 'ines',
  sentence:
    'Ines’s proof for FitLoop Coach was sent to the advertiser six days ago; it has ten business days to answer.',
  tell: async (scene) => {
    const click = await startOffer(scene, 'fitloop-coach', ago(scene, { days: 16 }));
    const asked = ago(scene, { days: 8, hours: 3 });
    const wish = { description: 'I trained on seven days in a row, see my training calendar.', tasks: ['week-1'] };
    const number = await openProvenTicket(scene, click, wish, asked);
    const denied = await hourlyRunAfter(later(asked, { minutes: 5 }));
    const proof = 'Here is the calendar again, with the date of every training. Please ask them.';
    await contest(scene, number, proof, later(denied, { hours: 9 }));
    const sent = ago(scene, { days: 6, hours: 2 });
    const [senior] = await db.query<{ id: string }>(sql`SELECT id FROM agent WHERE email = 'senior@makegood.example'`);
    const question = 'The user sent a calendar with seven trainings. Do you see them for this device?';
    await askAdvertiser({ numbers: [number], question, actor: { kind: 'AGENT', id: senior!.id } }, { at: sent });
    await walkRequests({ at: sent });
    const words = 'The seventh training is on the second picture.';
    await addRecheckMessage({ number, body: words, agentId: senior!.id }, { at: later(sent, { hours: 3 }) });
  },
};
