import { agentDecides } from '../agents-at-work';
import { ago, later, openProvenTicket, startOffer } from '../scene';
import type { Story } from './story';

export const deniedByAnAgent: Story = {
  app: 'coin-rush',
  user: 'max',
  sentence: 'An agent denied Max’s $14.00 for the Bank Card in her own words: the deadline of the offer had passed.',
  tell: async (scene) => {
    const click = await startOffer(scene, 'bank-card', ago(scene, { days: 40 }));
    const asked = ago(scene, { days: 4 });
    const wish = {
      description: 'I paid with the card for the first time last week, at the bakery.',
      tasks: ['first-payment'],
    };
    const number = await openProvenTicket(scene, click, wish, asked);
    const note = 'The first payment had to be made within 30 days of the click; the bank’s date is day 34.';
    const ruling = { number, outcome: 'deny' as const, reason: 'after-deadline', note };
    await agentDecides('senior@makegood.example', ruling, later(asked, { hours: 11 }));
  },
};
