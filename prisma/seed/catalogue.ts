/** The demo's world as data: who works here, which games show the wall, who advertises. The offers stand in offers.ts. */
import type { Role } from '@/lib/rules/permissions';

export const AGENTS: readonly { role: Role; email: string; name: string }[] = [
  { role: 'admin', email: 'admin@makegood.example', name: 'Ada Admin' },
  { role: 'lead', email: 'lead@makegood.example', name: 'Leo Lead' },
  { role: 'senior', email: 'senior@makegood.example', name: 'Sena Senior' },
  { role: 'agent', email: 'agent@makegood.example', name: 'Agnes Agent' },
  { role: 'auditor', email: 'auditor@makegood.example', name: 'Otto Auditor' },
];

export type DemoApp = { key: string; name: string; publisher: string; currency: string; isDown?: boolean };

/** The first one is the newcomer's: its player `you` has a bit of everything. Rewards are 1,000 units per dollar everywhere. */
export const APPS: readonly DemoApp[] = [
  { key: 'gem-quest', name: 'Gem Quest', publisher: 'Bright Fox Games', currency: 'Gems' },
  { key: 'coin-rush', name: 'Coin Rush', publisher: 'Bright Fox Games', currency: 'Coins' },
  { key: 'star-harbor', name: 'Star Harbor', publisher: 'Nordlicht Studio', currency: 'Stars' },
  { key: 'pixel-farm', name: 'Pixel Farm', publisher: 'Pixel Farmers', currency: 'Seeds' },
  // Its server does not answer: what becomes of rewards then is one of the stories.
  { key: 'moon-tower', name: 'Moon Tower', publisher: 'Tower Twelve', currency: 'Crystals', isDown: true },
];

export const FIRST_APP = APPS[0]!.key;

export const ADVERTISERS = [
  { key: 'castle-games', name: 'Castle Games', timeZone: 'Europe/Berlin' },
  { key: 'green-meadow', name: 'Green Meadow', timeZone: 'America/New_York' },
  { key: 'blue-harbor-bank', name: 'Blue Harbor Bank', timeZone: 'Europe/London' },
  { key: 'wordsmith', name: 'Wordsmith Apps', timeZone: 'Europe/Madrid' },
  { key: 'fitloop', name: 'FitLoop', timeZone: 'America/Los_Angeles' },
  { key: 'panel-one', name: 'Panel One', timeZone: 'UTC' },
] as const;

export type AdvertiserKey = (typeof ADVERTISERS)[number]['key'];
