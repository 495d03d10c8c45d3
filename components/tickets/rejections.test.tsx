/** Every rejection code of the networks' list, in each language, wherever a user reads about it. */
import { NextIntlClientProvider } from 'next-intl';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { RewardTimeline } from '@/components/offers/reward-timeline';
import { DecisionBox } from '@/components/tickets/decision-box';
import { Warnings } from '@/components/tickets/form/warnings';
import { renderEmail } from '@/lib/emails/render-email';
import { afterRejection, REJECTION_CODES, rejectionWords } from '@/lib/rules/rejections';
import { rewardTimeline } from '@/lib/rules/timeline';
import en from '@/messages/en.json';
import es from '@/messages/es.json';

const AT = new Date('2026-11-20T12:00:00Z');
const MESSAGES = { en, es };

function shown(locale: 'en' | 'es', page: ReactElement): string {
  const markup = renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} messages={MESSAGES[locale]} timeZone="UTC">
      {page}
    </NextIntlClientProvider>,
  );
  return markup.replace(/<[^>]*>/g, '').replaceAll('&#x27;', '’');
}

function rejected(reason: string) {
  const confirmation = { state: 'RECONCILED' as const, at: AT, reason };
  const step = { taskKey: 'a', name: 'Level 10', rewardAmount: 5n, deadline: null, grant: null, callback: null };
  return rewardTimeline(AT, [{ ...step, confirmation }]);
}

describe.each(['en', 'es'] as const)('in %s', (locale) => {
  test.each(REJECTION_CODES)('%s is said in plain words, with what to do next', async (code) => {
    const [cause, next] = [rejectionWords(code, locale)!, afterRejection(code, locale)!];
    expect(next).toMatch(/^[A-Z].*\.$/);
    const decision = { outcome: 'DENIED' as const, reason: 'rejected', rejection: code, words: null, at: AT };
    const warning = { kind: 'rejected' as const, detail: code, until: null };
    const pages = {
      ticket: shown(locale, <DecisionBox decision={decision} rewardStatus="NONE" />),
      offer: shown(locale, <RewardTimeline timeline={rejected(code)} currency="Gems" />),
      form: shown(locale, <Warnings warnings={[warning]} />),
      email: (await renderEmail('ticket-denied', { ...LETTER, reason: 'rejected', detail: code }, locale)).text,
    };
    for (const [page, text] of Object.entries(pages)) {
      const plain = text.replace(/\s+/g, ' ');
      expect(plain, page).toContain(cause);
      expect(plain, page).toContain(next);
      expect(plain, page).not.toContain(code);
    }
  });
});

const LETTER = {
  ticketNumber: 'MG-7K3F-92QX',
  offerTitle: 'Coin Kingdom',
  statusLink: 'https://rewards.example/t/MG-7K3F-92QX',
};
