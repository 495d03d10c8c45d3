import { FIRST_APP } from '../catalogue';
import { ago, startOffer } from '../scene';
import type { Story } from './story';

export const readyForATicket: Story = {
  app: FIRST_APP,
  user: 'you',
  sentence: 'Played Coin Kingdom to level 10 two days ago and heard nothing: ready for a ticket.',
  tell: (scene) => startOffer(scene, 'coin-kingdom', ago(scene, { days: 2, hours: 1 })),
};
