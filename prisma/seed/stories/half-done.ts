import { FIRST_APP } from '../catalogue';
import { gameAcknowledges } from '../game';
import { advertiserSays, ago, startOffer } from '../scene';
import type { Story } from './story';

export const halfDone: Story = {
  app: FIRST_APP,
  user: 'you',
  sentence: 'Two of the three steps of Farm Days are rewarded; the big barn is still missing.',
  tell: async (scene) => {
    const click = await startOffer(scene, 'farm-days', ago(scene, { days: 7 }));
    await advertiserSays(scene, click, 'install', ago(scene, { days: 6, hours: 23 }));
    await advertiserSays(scene, click, 'harvest', ago(scene, { days: 5, hours: 2 }));
    await gameAcknowledges(scene);
  },
};
