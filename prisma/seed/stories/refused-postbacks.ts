import { takeOver } from '../agents-at-work';
import { advertiserSays, ago, later, openProvenTicket, startOffer } from '../scene';
import type { Story } from './story';

export const refusedPostbacks: Story = {
  app: 'coin-rush',
  user: 'kim',
  sentence:
    'Kim’s confirmations did arrive, but signed with a wrong secret and once an hour late: they were refused, kept, and an agent is looking.',
  tell: async (scene) => {
    const click = await startOffer(scene, 'coin-kingdom', ago(scene, { days: 4 }));
    const posted = ago(scene, { days: 2, hours: 9 });
    await advertiserSays(scene, click, 'level-10', posted, { secret: 'the-secret-of-last-year' });
    const signedAt = posted;
    await advertiserSays(scene, click, 'level-10', later(posted, { hours: 1 }), { signedAt });
    const asked = ago(scene, { hours: 15 });
    const description = 'Castle level 10 since Tuesday. The support of the game says they have told you twice.';
    const number = await openProvenTicket(scene, click, { description, answers: { 'player-id': '5512-0087' } }, asked);
    await takeOver(number, 'agent@makegood.example', later(asked, { minutes: 10 }));
  },
};
