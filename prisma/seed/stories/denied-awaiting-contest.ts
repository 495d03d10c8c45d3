import { FIRST_APP } from '../catalogue';
import { ago, hourlyRunAfter, later, openProvenTicket, startOffer } from '../scene';
import type { Story } from './story';

export const deniedAwaitingContest: Story = {
  app: FIRST_APP,
  user: 'you',
  sentence:
    'Nobody confirmed Dragon Forge, so the hourly run denied the ticket last night; it can be contested for 14 days.',
  tell: async (scene) => {
    const click = await startOffer(scene, 'dragon-forge', ago(scene, { days: 4, hours: 3 }));
    const asked = ago(scene, { hours: 14 });
    const description = 'All five dragons are forged. The last one was the silver one, on Sunday.';
    await openProvenTicket(scene, click, { description, answers: { 'player-id': '7782-1190' } }, asked);
    await hourlyRunAfter(later(asked, { minutes: 5 }));
  },
};
