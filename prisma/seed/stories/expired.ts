import { ago, startOffer } from '../scene';
import type { Story } from './story';

export const expired: Story = {
  app: 'star-harbor',
  user: 'greta',
  sentence:
    'Greta’s Garden Match left the tab after 60 days; Word Harbor leaves it today, and a ticket is still possible.',
  tell: async (scene) => {
    await startOffer(scene, 'garden-match', ago(scene, { days: 61 }));
    await startOffer(scene, 'word-harbor', ago(scene, { days: 59, hours: 12 }));
  },
};
