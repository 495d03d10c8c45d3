import { ago, askForReward, later, proveAddress, startOffer } from '../scene';
import type { Story } from './story';

export const registeredBefore24h: Story = {
  app: 'coin-rush',
  user: 'lena',
  sentence:
    'Lena registered a ticket for Solitaire Journey this morning: it submits itself 24 hours after her first click.',
  tell: async (scene) => {
    const started = ago(scene, { hours: 6 });
    const click = await startOffer(scene, 'solitaire-journey', started);
    const asked = later(started, { hours: 2 });
    const description = 'I always forget to come back, so I write it down now: I play every day on the train.';
    await proveAddress(scene, await askForReward(scene, click, { description }, asked), later(asked, { minutes: 2 }));
  },
};
