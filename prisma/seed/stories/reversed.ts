import { gameAcknowledges } from '../game';
import { advertiserSays, ago, later, openProvenTicket, startOffer } from '../scene';
import type { Story } from './story';

export const reversed: Story = {
  app: 'star-harbor',
  user: 'jonas',
  sentence:
    'Jonas was rewarded for Shopping Survey, then the advertiser took it back: the game was told, and so was he.',
  tell: async (scene) => {
    const click = await startOffer(scene, 'shopping-survey', ago(scene, { days: 20 }));
    const asked = ago(scene, { days: 17 });
    const description = 'The survey said "thank you, your reward is on its way", that was on Monday.';
    await openProvenTicket(scene, click, { description }, asked);
    await advertiserSays(scene, click, 'complete', later(asked, { minutes: 12 }));
    await gameAcknowledges(scene);
    const reason = { state: 'RECONCILED' as const, reason: 'HIGH_FRAUD_SCORE' };
    await advertiserSays(scene, click, 'complete', ago(scene, { days: 2, hours: 5 }), reason);
    await gameAcknowledges(scene);
  },
};
