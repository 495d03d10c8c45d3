import { FIRST_APP } from '../catalogue';
import { advertiserSays, ago, hourlyRunAfter, later, openProvenTicket, startOffer } from '../scene';
import type { Story } from './story';

export const pendingConfirmation: Story = {
  app: FIRST_APP,
  user: 'you',
  sentence:
    'The advertiser of Garden Match has seen level 25 and is still checking it: the ticket is held, not denied.',
  tell: async (scene) => {
    const click = await startOffer(scene, 'garden-match', ago(scene, { days: 5, hours: 6 }));
    await advertiserSays(scene, click, 'level-25', ago(scene, { days: 3, hours: 2 }), { state: 'PENDING' });
    const asked = ago(scene, { days: 1, hours: 7 });
    const description = 'I reached level 25 on the second evening and I still have no gems for it.';
    await openProvenTicket(scene, click, { description, answers: { level: '26' } }, asked);
    await hourlyRunAfter(later(asked, { minutes: 10 }));
  },
};
