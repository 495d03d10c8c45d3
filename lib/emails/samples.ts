/** Every message about nobody, for previews and tests: facts that look like real ones, and links that lead nowhere. */
import type { EmailProps, RenderedEmail } from '@/lib/emails/email';
import type { Override } from '@/lib/emails/override';
import type { WordedTemplate } from '@/lib/emails/override-shape';
import { renderEmail } from '@/lib/emails/render-email';

const SOON = '2027-01-15T14:05:00.000Z';
const link = 'https://support.example/sample';
const ticketNumber = 'MG-7K3F-92QX';
const offer = { ticketNumber, offerTitle: 'Coin Kingdom', statusLink: link };
const reward = { ...offer, gameName: 'Gem Quest', reward: '3,500 Gems' };
const recheck = { advertiserName: 'Acme', claims: 14, link, answerBy: SOON, silence: 'stay-with-agent' } as const;
const endpoint = {
  gameName: 'Gem Quest',
  host: 'rewards.gem-quest.example',
  since: '2027-01-14T14:05:00.000Z',
  waiting: 12,
  reason: null,
};

const SAMPLES: { [T in WordedTemplate]: EmailProps[T] } = {
  'validate-address': { ticketNumber, link, code: '482913' },
  'ticket-received': { ...offer, gameName: 'Gem Quest', answerBy: SOON },
  'ticket-approved': { ...reward, afterDenial: false },
  'ticket-denied': { ...offer, reason: 'not-confirmed', contestUntil: SOON },
  'ticket-pending': offer,
  'reward-sent': reward,
  'reward-reversed': reward,
  'appeal-received': { ticketNumber, gameName: 'Gem Quest', statusLink: link, answerBy: SOON },
  'appeal-decided': { ticketNumber, gameName: 'Gem Quest', statusLink: link, lifted: true },
  'escalation-received': { ...offer, answerBy: SOON },
  'agent-asks': { ...offer, words: 'Which level did you reach?' },
  'reply-kept': { ...offer, why: 'final' },
  'mail-instructions': {},
  'ticket-continued': { ...offer, continuedAs: 'MG-4R8T-61ZD' },
  'with-advertiser': { ...offer, answerBy: SOON, late: false },
  'recheck-asked': recheck,
  'recheck-reminder': { ...recheck, day: 7 },
  'recheck-overdue': recheck,
  'advertiser-sign-in': { advertiserName: 'Acme', link, until: SOON },
  'callbacks-failing': { ...endpoint, hours: 24, pausesAt: SOON },
  'callbacks-paused': endpoint,
  'agent-invited': { kind: 'invitation', link, until: SOON },
};

export function renderSample(
  template: WordedTemplate,
  locale: string,
  override?: Override | null,
): Promise<RenderedEmail> {
  return renderEmail(template, SAMPLES[template], locale, override);
}
