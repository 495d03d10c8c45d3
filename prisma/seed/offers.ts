/** What can be played, opened, joined or answered in the demo: with steps, deadlines, countries and questions of their own. */
import type { ProofQuestion } from '@/lib/tickets/ticket-form';
import type { AdvertiserKey } from './catalogue';

const HOUR = 60;
const DAY = 24 * HOUR;

type Step = { key: string; name: string; payoutUsd: string; ttcMinutes?: number };

export type DemoOffer = {
  key: string;
  advertiser: AdvertiserKey;
  title: string;
  requirements: string;
  steps: readonly Step[];
  countries?: readonly string[];
  questions?: readonly ProofQuestion[];
};

const playerId: ProofQuestion = {
  key: 'player-id',
  label: 'Your player ID in the game',
  example: 'Settings → Account: 4711-0815',
  required: true,
};
const level: ProofQuestion = { key: 'level', label: 'The level you reached', example: '12', required: false };
const orderNumber: ProofQuestion = { key: 'order', label: 'Order number', example: 'A-100234', required: true };

const BERLIN_AND_VIENNA = ['DE', 'AT', 'CH'];

export const OFFERS: readonly DemoOffer[] = [
  {
    key: 'coin-kingdom',
    advertiser: 'castle-games',
    title: 'Coin Kingdom',
    requirements: 'Install the game for the first time and reach castle level 10 within 7 days.',
    steps: [{ key: 'level-10', name: 'Reach castle level 10', payoutUsd: '3.50', ttcMinutes: 7 * DAY }],
    questions: [playerId, level],
  },
  {
    key: 'dragon-forge',
    advertiser: 'castle-games',
    title: 'Dragon Forge',
    requirements: 'New players only. Forge five dragons within 10 days.',
    steps: [{ key: 'forge-5', name: 'Forge five dragons', payoutUsd: '4.20', ttcMinutes: 10 * DAY }],
    questions: [playerId],
  },
  {
    key: 'merge-bay',
    advertiser: 'castle-games',
    title: 'Merge Bay',
    requirements: 'Open island 7 within 14 days of your first install.',
    steps: [{ key: 'island-7', name: 'Open island 7', payoutUsd: '4.90', ttcMinutes: 14 * DAY }],
    questions: [playerId],
  },
  {
    key: 'farm-days',
    advertiser: 'green-meadow',
    title: 'Farm Days',
    requirements: 'Three steps, each rewarded by itself. First install only.',
    steps: [
      { key: 'install', name: 'Install and open', payoutUsd: '0.40', ttcMinutes: DAY },
      { key: 'harvest', name: 'Bring in the first harvest', payoutUsd: '2.10', ttcMinutes: 3 * DAY },
      { key: 'barn', name: 'Build the big barn', payoutUsd: '4.50', ttcMinutes: 14 * DAY },
    ],
    questions: [playerId],
  },
  {
    key: 'puzzle-manor',
    advertiser: 'green-meadow',
    title: 'Puzzle Manor',
    requirements: 'Finish chapter 3 within 5 days.',
    steps: [{ key: 'chapter-3', name: 'Finish chapter 3', payoutUsd: '2.40', ttcMinutes: 5 * DAY }],
  },
  {
    key: 'garden-match',
    advertiser: 'green-meadow',
    title: 'Garden Match',
    requirements: 'Reach level 25.',
    steps: [{ key: 'level-25', name: 'Reach level 25', payoutUsd: '1.80', ttcMinutes: 7 * DAY }],
    questions: [level],
  },
  {
    key: 'meal-box',
    advertiser: 'green-meadow',
    title: 'Meal Box',
    requirements: 'Order your first box and keep it. New customers only.',
    steps: [{ key: 'first-box', name: 'First box delivered', payoutUsd: '12.00', ttcMinutes: 30 * DAY }],
    countries: BERLIN_AND_VIENNA,
    questions: [orderNumber],
  },
  {
    key: 'bank-card',
    advertiser: 'blue-harbor-bank',
    title: 'Bank Card',
    requirements: 'Apply, get your card and pay with it once within 30 days. One card per person.',
    steps: [
      { key: 'apply', name: 'Apply for the card', payoutUsd: '1.50', ttcMinutes: 2 * DAY },
      { key: 'activate', name: 'Activate the card', payoutUsd: '4.80', ttcMinutes: 21 * DAY },
      { key: 'first-payment', name: 'First payment', payoutUsd: '14.00', ttcMinutes: 30 * DAY },
    ],
    countries: [...BERLIN_AND_VIENNA, 'GB'],
  },
  {
    key: 'savings-plus',
    advertiser: 'blue-harbor-bank',
    title: 'Savings Plus',
    requirements: 'Open an account and keep at least 100 in it for 14 days.',
    steps: [{ key: 'deposit', name: 'First deposit', payoutUsd: '20.00', ttcMinutes: 45 * DAY }],
    countries: ['GB', 'IE'],
    questions: [orderNumber],
  },
  {
    key: 'word-harbor',
    advertiser: 'wordsmith',
    title: 'Word Harbor',
    requirements: 'Solve 40 puzzles.',
    steps: [{ key: 'puzzle-40', name: 'Solve 40 puzzles', payoutUsd: '2.00', ttcMinutes: 10 * DAY }],
  },
  {
    key: 'lingo-trail',
    advertiser: 'wordsmith',
    title: 'Lingo Trail',
    requirements: 'Subscribe for a month after the free week.',
    steps: [{ key: 'subscribe', name: 'First paid month', payoutUsd: '6.50', ttcMinutes: 21 * DAY }],
    questions: [orderNumber],
  },
  {
    key: 'solitaire-journey',
    advertiser: 'wordsmith',
    title: 'Solitaire Journey',
    requirements: 'Play on seven days.',
    steps: [{ key: 'day-7', name: 'Play on seven days', payoutUsd: '1.60', ttcMinutes: 14 * DAY }],
  },
  {
    key: 'fitloop-coach',
    advertiser: 'fitloop',
    title: 'FitLoop Coach',
    requirements: 'Train for a week, then for a month.',
    steps: [
      { key: 'week-1', name: 'Train for a week', payoutUsd: '3.00', ttcMinutes: 10 * DAY },
      { key: 'month-1', name: 'Train for a month', payoutUsd: '9.00', ttcMinutes: 40 * DAY },
    ],
  },
  {
    key: 'sleep-diary',
    advertiser: 'fitloop',
    title: 'Sleep Diary',
    requirements: 'Write down seven nights.',
    steps: [{ key: 'seven-nights', name: 'Seven nights', payoutUsd: '1.20', ttcMinutes: 12 * DAY }],
  },
  {
    key: 'shopping-survey',
    advertiser: 'panel-one',
    title: 'Shopping Survey',
    requirements: 'Ten minutes, one answer per household.',
    steps: [{ key: 'complete', name: 'Complete the survey', payoutUsd: '0.80', ttcMinutes: 2 * HOUR }],
  },
  {
    key: 'household-panel',
    advertiser: 'panel-one',
    title: 'Household Panel',
    requirements: 'Join the panel; stay for a month and be rewarded again.',
    steps: [
      { key: 'join', name: 'Join the panel', payoutUsd: '2.20', ttcMinutes: 3 * DAY },
      { key: 'first-month', name: 'Stay for a month', payoutUsd: '5.00', ttcMinutes: 45 * DAY },
    ],
  },
];
