import { ago, askForReward, startOffer } from '../scene';
import type { Story } from './story';

export const addressNotValidated: Story = {
  app: 'coin-rush',
  user: 'tessa',
  sentence:
    'Tessa has sent the form for Sleep Diary, but not yet typed the code of the e-mail: her ticket waits for that.',
  tell: async (scene) => {
    const click = await startOffer(scene, 'sleep-diary', ago(scene, { days: 9, hours: 5 }));
    const description = 'Seven nights are written down, the app even congratulated me for it.';
    await askForReward(scene, click, { description }, ago(scene, { minutes: 25 }));
  },
};
