import { openAppeal } from '@/lib/tickets/open-appeal';
import { ban } from '../agents-at-work';
import { accepted } from '../configure';
import { addressOf, ago, later, proveAddress, startOffer } from '../scene';
import type { Story } from './story';

export const banned: Story = {
  app: 'star-harbor',
  user: 'rex',
  sentence: 'Rex was banned for playing on an emulator: he sees why, can read everything, and has appealed.',
  tell: async (scene) => {
    await startOffer(scene, 'coin-kingdom', ago(scene, { days: 11 }));
    await startOffer(scene, 'merge-bay', ago(scene, { days: 10 }));
    await ban(scene, 'Several accounts were used from one emulator.', ago(scene, { days: 4 }));
    const asked = ago(scene, { hours: 9 });
    const description = 'I have one phone and one account. My brother plays on the same Wi-Fi, that is all.';
    const form = { email: addressOf(scene), description, locale: scene.locale };
    const { number } = accepted(await openAppeal(scene.userId, form, { at: asked }));
    await proveAddress(scene, number, later(asked, { minutes: 4 }));
  },
};
