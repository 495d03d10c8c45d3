import { advertiserSays, ago, later, openProvenTicket, startOffer } from '../scene';
import type { Story } from './story';

export const largeAndConfirmed: Story = {
  app: 'pixel-farm',
  user: 'nora',
  sentence:
    'Nora’s $12.00 for Meal Box is confirmed by the advertiser, but above what the automation may decide: an agent’s turn.',
  tell: async (scene) => {
    const click = await startOffer(scene, 'meal-box', ago(scene, { days: 13 }));
    const asked = ago(scene, { hours: 19 });
    const description = 'The box came on Thursday, I kept it and cooked everything. No seeds so far.';
    await openProvenTicket(scene, click, { description, answers: { order: 'MB-20931' } }, asked);
    await advertiserSays(scene, click, 'first-box', later(asked, { hours: 5 }));
  },
};
