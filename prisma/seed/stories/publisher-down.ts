import { gameIsSilent } from '../game';
import { advertiserSays, ago, later, openProvenTicket, startOffer } from '../scene';
import type { Story } from './story';

export const publisherDown: Story = {
  app: 'moon-tower',
  user: 'pia',
  sentence:
    'Pia’s ticket is approved, but Moon Tower’s server does not answer: we keep trying for 48 hours, and she sees that.',
  tell: async (scene) => {
    const click = await startOffer(scene, 'word-harbor', ago(scene, { days: 3 }));
    const asked = ago(scene, { hours: 4, minutes: 20 });
    const description = 'Puzzle 40 was solved last night, since then I am waiting for my crystals.';
    await openProvenTicket(scene, click, { description }, asked);
    await advertiserSays(scene, click, 'puzzle-40', later(asked, { minutes: 8 }));
    await gameIsSilent(scene);
  },
};
