import { advertiserSays, ago, hourlyRunAfter, later, openProvenTicket, startOffer } from '../scene';
import type { Story } from './story';

export const rejectedWithAReason: Story = {
  app: 'pixel-farm',
  user: 'ada',
  sentence: 'The advertiser rejected Ada’s Household Panel with a reason, and the denial says it in plain words.',
  tell: async (scene) => {
    const click = await startOffer(scene, 'household-panel', ago(scene, { days: 6 }), { country: 'US' });
    const reason = { state: 'RECONCILED' as const, reason: 'POSTBACK_COUNTRY_MISMATCH' };
    await advertiserSays(scene, click, 'join', ago(scene, { days: 5 }), reason);
    const asked = ago(scene, { days: 2, hours: 8 });
    const wish = {
      description: 'I joined the panel and answered the first questions. Where are my seeds?',
      tasks: ['join'],
    };
    await openProvenTicket(scene, click, wish, asked);
    await hourlyRunAfter(later(asked, { minutes: 5 }));
  },
};
