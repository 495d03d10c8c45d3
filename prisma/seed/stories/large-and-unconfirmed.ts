import { ago, openProvenTicket, startOffer } from '../scene';
import type { Story } from './story';

export const largeAndUnconfirmed: Story = {
  app: 'pixel-farm',
  user: 'felix',
  sentence:
    'Felix wants $20.00 for Savings Plus and nothing is on file: an agent must deny it or ask the bank. His click came from Germany.',
  tell: async (scene) => {
    const click = await startOffer(scene, 'savings-plus', ago(scene, { days: 22 }), { country: 'DE' });
    const description = 'I opened the account and put 150 in it three weeks ago. The bank says all is well.';
    await openProvenTicket(scene, click, { description, answers: { order: 'SP-7718' } }, ago(scene, { hours: 30 }));
  },
};
