import { FIRST_APP } from '../catalogue';
import { gameAcknowledges } from '../game';
import { advertiserSays, ago, later, openProvenTicket, startOffer } from '../scene';
import type { Story } from './story';

export const approvedAndAcknowledged: Story = {
  app: FIRST_APP,
  user: 'you',
  sentence:
    'Puzzle Manor was confirmed four minutes after the ticket was opened: approved, sent, and acknowledged by the game.',
  tell: async (scene) => {
    const click = await startOffer(scene, 'puzzle-manor', ago(scene, { days: 9 }));
    const asked = ago(scene, { days: 6, hours: 4 });
    const description = 'Chapter 3 is done, you can see it in the screenshot of my shelf of trophies.';
    await openProvenTicket(scene, click, { description }, asked);
    await advertiserSays(scene, click, 'chapter-3', later(asked, { minutes: 7 }));
    await gameAcknowledges(scene);
  },
};
