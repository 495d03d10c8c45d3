import { ago, contest, hourlyRunAfter, later, openProvenTicket, startOffer } from '../scene';
import type { Story } from './story';

export const deniedAndEscalated: Story = {
  app: 'coin-rush',
  user: 'omar',
  sentence: 'Omar did not accept the denial for Merge Bay and wrote what he can prove: an agent has it today.',
  tell: async (scene) => {
    const click = await startOffer(scene, 'merge-bay', ago(scene, { days: 12 }));
    const asked = ago(scene, { days: 3, hours: 5 });
    const description = 'Island 7 is open, I have all the crabs. My friend got her coins for it after an hour.';
    const number = await openProvenTicket(scene, click, { description, answers: { 'player-id': '0931-5520' } }, asked);
    await hourlyRunAfter(later(asked, { minutes: 5 }));
    const proof = 'The game shows "Island 7, 14 March" in the log book. I can film it if that helps.';
    await contest(scene, number, proof, ago(scene, { hours: 16 }));
  },
};
