import { FIRST_APP } from '../catalogue';
import { ago, startOffer } from '../scene';
import type { Story } from './story';

export const waitingFor24h: Story = {
  app: FIRST_APP,
  user: 'you',
  sentence: 'Started Word Harbor three hours ago: a ticket opens tomorrow, and can be registered today.',
  tell: (scene) => startOffer(scene, 'word-harbor', ago(scene, { hours: 3 })),
};
