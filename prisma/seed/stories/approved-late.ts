import { gameAcknowledges } from '../game';
import { advertiserSays, ago, hourlyRunAfter, later, openProvenTicket, startOffer } from '../scene';
import type { Story } from './story';

export const approvedLate: Story = {
  app: 'pixel-farm',
  user: 'lucia',
  locale: 'es',
  sentence:
    'Lucía was denied for Solitaire Journey; three days later the confirmation came and approved her ticket by itself. Her mails are in Spanish.',
  tell: async (scene) => {
    const click = await startOffer(scene, 'solitaire-journey', ago(scene, { days: 15 }), { country: 'ES' });
    const asked = ago(scene, { days: 5 });
    const description = 'He jugado siete días seguidos y todavía no tengo mis semillas.';
    await openProvenTicket(scene, click, { description }, asked);
    await hourlyRunAfter(later(asked, { minutes: 5 }));
    await advertiserSays(scene, click, 'day-7', ago(scene, { days: 1, hours: 20 }));
    await gameAcknowledges(scene);
  },
};
