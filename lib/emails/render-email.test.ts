import { describe, expect, test } from 'vitest';
import { type EmailProps, isWithoutTicket } from '@/lib/emails/email';
import type { WordedTemplate } from '@/lib/emails/override-shape';
import { renderEmail } from '@/lib/emails/render-email';
import { REJECTION_CODES, rejectionWords } from '@/lib/rules/rejections';

const NUMBER = 'MG-7K3F-92QX';
const statusLink = `https://support.example/t/${NUMBER}?k=abc`;
const offer = { ticketNumber: NUMBER, offerTitle: 'Coin Kingdom', statusLink };
const reward = { gameName: 'Gem Quest', reward: '3,500 Gems' };

const failing = {
  gameName: 'Gem Quest',
  host: 'rewards.gem-quest.example',
  since: '2026-11-20T14:05:00.000Z',
  waiting: 12,
  reason: 'answered with status 500 instead of 200',
};

const passwordLink = { link: 'https://support.example/set-password/abc', until: '2026-11-24T14:05:00.000Z' };

const recheck = {
  advertiserName: 'Acme',
  link: 'https://x.example/advertiser/t',
  answerBy: '2026-12-05T14:05:00.000Z',
  silence: 'stay-with-agent',
} as const;

const examples: { [T in WordedTemplate]: Record<string, EmailProps[T]> } = {
  'validate-address': { plain: { ticketNumber: NUMBER, link: 'https://support.example/verify/abc', code: '482913' } },
  'ticket-received': { plain: { ...offer, gameName: 'Gem Quest', answerBy: '2026-11-21T14:05:00.000Z' } },
  'ticket-approved': {
    plain: { ...offer, ...reward, afterDenial: false },
    'after a denial': { ...offer, ...reward, afterDenial: true },
    'with delay': { ...offer, ...reward, afterDenial: false, heldUntil: '2026-11-22T14:05:00.000Z' },
  },
  'ticket-denied': {
    'not confirmed': { ...offer, reason: 'not-confirmed', contestUntil: '2026-12-04T14:05:00.000Z' },
    'for the second time': { ...offer, reason: 'not-confirmed' },
    'rejected with a reason': {
      ...offer,
      reason: 'rejected',
      detail: 'OFFER_EVENT_EXPIRED',
      contestUntil: '2026-12-04T14:05:00.000Z',
    },
    'rejected without a reason we know': {
      ...offer,
      reason: 'rejected',
      detail: 'XYZ_77',
      contestUntil: '2026-12-04T14:05:00.000Z',
    },
    'already rewarded': {
      ...offer,
      reason: 'already-rewarded',
      acknowledgedAt: '2026-10-02T09:30:00.000Z',
      contestUntil: '2026-12-04T14:05:00.000Z',
    },
    'by an agent': {
      ...offer,
      reason: 'agent',
      detail: 'The screenshot shows level 9.\nThe offer asks for level 10.',
      contestUntil: '2026-12-04T14:05:00.000Z',
    },
  },
  'ticket-pending': { plain: offer },
  'reward-sent': { plain: { ...offer, ...reward } },
  'reward-reversed': { plain: { ...offer, ...reward } },
  'mail-instructions': { plain: {} },
  'reply-kept': { final: { ...offer, why: 'final' }, 'too late': { ...offer, why: 'too-late' } },
  'escalation-received': { plain: { ...offer, answerBy: '2026-11-21T14:05:00.000Z' } },
  'appeal-received': {
    plain: {
      ticketNumber: offer.ticketNumber,
      gameName: 'Gem Quest',
      statusLink: offer.statusLink,
      answerBy: '2026-11-21T14:05:00.000Z',
    },
  },
  'appeal-decided': {
    lifted: { ticketNumber: offer.ticketNumber, gameName: 'Gem Quest', statusLink: offer.statusLink, lifted: true },
    stands: {
      ticketNumber: offer.ticketNumber,
      gameName: 'Gem Quest',
      statusLink: offer.statusLink,
      lifted: false,
      detail: 'The same device was used by nine accounts.',
    },
  },
  'agent-asks': {
    plain: { ...offer, words: 'Which level did you reach?\nA picture of your profile would help.' },
  },
  'ticket-continued': {
    'with a number': { ...offer, continuedAs: 'MG-4R8T-61ZD' },
    'without one': offer,
  },
  'callbacks-failing': {
    'for an hour': { ...failing, hours: 1, pausesAt: '2026-11-25T14:05:00.000Z' },
    'for four days': { ...failing, hours: 96, pausesAt: '2026-11-25T14:05:00.000Z' },
    'without an answer': { ...failing, reason: null, hours: 24, pausesAt: '2026-11-25T14:05:00.000Z' },
  },
  'callbacks-paused': { plain: failing },
  'with-advertiser': {
    'when it is asked': { ...offer, answerBy: '2026-12-05T14:05:00.000Z', late: false },
    'after ten days': { ...offer, answerBy: '2026-12-05T14:05:00.000Z', late: true },
  },
  'recheck-asked': {
    'one claim': { ...recheck, claims: 1, question: 'Is the install on file?' },
    'many claims, silence approves': { ...recheck, claims: 14, silence: 'approve' },
  },
  'recheck-reminder': { plain: { ...recheck, claims: 3, day: 7 } },
  'recheck-overdue': { plain: { ...recheck, claims: 3 } },
  'advertiser-sign-in': {
    plain: {
      advertiserName: 'Acme',
      link: 'https://x.example/advertiser/sign-in/t',
      until: '2026-11-21T14:05:00.000Z',
    },
  },
  'agent-invited': {
    'for the first time': { kind: 'invitation', ...passwordLink },
    'for a new password': { kind: 'new-password', ...passwordLink },
  },
};

for (const [template, cases] of Object.entries(examples) as [WordedTemplate, Record<string, never>][]) {
  for (const [name, props] of Object.entries(cases)) {
    for (const locale of ['en', 'es']) {
      test(`${template}, ${name}, in ${locale}`, async () => {
        const { subject, text, html } = await renderEmail(template, props, locale);
        expect(subject).toMatch(isWithoutTicket(template) ? /^[^[]/ : /^\[#MG-7K3F-92QX\] \S/);
        expect(`${subject}\n\n${text}`).toMatchSnapshot('text');
        expect(html.replaceAll('><', '>\n<')).toMatchSnapshot('html');
      });
    }
  }
}

describe('languages', () => {
  const received = (locale: string) => renderEmail('ticket-received', examples['ticket-received'].plain!, locale);

  for (const [locale, lang, dir] of [
    ['es-MX', 'es', 'ltr'],
    ['ES', 'es', 'ltr'],
    ['fr', 'en', 'ltr'],
    ['', 'en', 'ltr'],
    ['ar', 'en', 'ltr'],
    ['ar-XB', 'en', 'rtl'],
    ['__proto__', 'en', 'ltr'],
  ] as const) {
    test(`${locale || 'none'} is written in ${lang}, ${dir}`, async () => {
      const { html } = await received(locale);
      expect(html).toContain(`<html dir="${dir}" lang="${lang}">`);
    });
  }
});

describe('a denial', () => {
  test('names no reason of its own when the advertiser gave none', async () => {
    const { text } = await renderEmail('ticket-denied', { ...offer, reason: 'rejected', detail: 'XYZ_77' }, 'en');
    expect(text).not.toContain('XYZ_77');
    expect(text).toContain('We do not know whether one of them applies to you');
  });

  test('lists no common reasons when the advertiser named one', async () => {
    const { text } = await renderEmail(
      'ticket-denied',
      { ...offer, reason: 'rejected', detail: 'click_expired' },
      'en',
    );
    expect(text).toContain('too much time had passed');
    expect(text).not.toContain('VPN');
  });

  test.each(['not-confirmed', 'rejected', 'already-rewarded'] as const)(
    'carries the words of an agent beside %s',
    async (reason) => {
      const { text } = await renderEmail(
        'ticket-denied',
        { ...offer, reason, note: 'The screenshot shows level 9.' },
        'en',
      );
      expect(text).toContain('The screenshot shows level 9.');
    },
  );

  test('there are words for each code of the list, in each language', () => {
    expect(REJECTION_CODES).toHaveLength(22);
    for (const code of REJECTION_CODES)
      for (const language of ['en', 'es'] as const) expect(rejectionWords(code, language)).toBeTruthy();
    for (const odd of ['__proto__', 'constructor', '', null, undefined, 'NO_SUCH'])
      expect(rejectionWords(odd, 'en')).toBeNull();
  });
});

const UNSAFE = /[^\P{Cc}\n]|[\u202e\p{Zl}\p{Zp}]/u;

describe('what comes from outside cannot break a message', () => {
  const hostile: Record<string, string> = {
    markup: '<script>alert(1)</script><img src=x onerror=alert(1)>"\'&',
    'a header': 'Coin\r\nBcc: everybody@example.com\r\n\r\n<b>body</b>',
    'unicode line ends': 'Coin\u2028Kingdom\u2029of\u0085Gold\u000bX',
    'a thousand characters': 'A very long title '.repeat(60),
    'a thousand emoji': '👩‍👩‍👧‍👦'.repeat(200),
    'right to left': 'مملكة العملات',
    'turned text': '\u202egnp.exe\u202c \u2067x',
    'half a character': 'Coin \ud83d',
    'a null byte': 'Coin\u0000King\u0007dom\u001b[31m',
    nothing: '',
  };

  for (const [name, offerTitle] of Object.entries(hostile)) {
    for (const [template, cases] of Object.entries(examples) as [WordedTemplate, Record<string, object>][]) {
      test(`${name} in ${template}`, async () => {
        for (const example of Object.values(cases)) {
          const bad = {
            ...example,
            offerTitle,
            gameName: offerTitle,
            reward: offerTitle,
            ...('detail' in example && { detail: offerTitle }),
            ...('host' in example && { host: offerTitle, reason: offerTitle }),
          };
          const { subject, text, html } = await renderEmail(template, bad as never, 'en');
          if (!isWithoutTicket(template)) expect(subject).toMatch(/^\[#MG-7K3F-92QX\] /);
          expect(subject).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+$/u);
          expect(subject.length).toBeLessThanOrEqual(120);
          expect(subject.isWellFormed() && text.isWellFormed() && html.isWellFormed()).toBe(true);
          expect(text).not.toMatch(UNSAFE);
          expect(html).not.toMatch(/<(script|img|b)\b/);
          expect(html).not.toMatch(UNSAFE);
          expect(html.length).toBeLessThan(20_000);
        }
      });
    }
  }

  test('an Arabic title keeps to itself in an English sentence', async () => {
    const { text, html } = await renderEmail(
      'ticket-pending',
      { ...offer, offerTitle: hostile['right to left']! },
      'en',
    );
    expect(text).toContain('\u2068مملكة العملات\u2069');
    expect(html).toContain('\u2068مملكة العملات\u2069');
  });

  test('a long link is not cut', async () => {
    const link = `https://support.example/${'a'.repeat(400)}`;
    const { text } = await renderEmail('ticket-pending', { ...offer, statusLink: link }, 'en');
    expect(text).toContain(`\n${link}\n`);
  });
});
