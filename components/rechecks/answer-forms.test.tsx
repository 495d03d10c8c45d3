/** The forms of the portal in every language: what a browser asks for by itself, without a script. */
import { createTranslator, NextIntlClientProvider } from 'next-intl';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { AnswerForms } from '@/components/rechecks/answer-forms';
import { BulkForm } from '@/components/rechecks/bulk-form';
import { AnswerGiven, ClaimState, ClaimTalk } from '@/components/rechecks/claim-answer';
import { ClaimFacts, ClaimProofs } from '@/components/rechecks/claim-facts';
import { UploadForm } from '@/components/rechecks/upload-form';
import { NOT_ELIGIBLE_REASONS, RECHECK_ANSWERS } from '@/lib/rules/recheck-answer';
import en from '@/messages/en.json';
import es from '@/messages/es.json';

const MESSAGES = { en, es };
type Language = keyof typeof MESSAGES;

function written(element: ReactElement, locale: Language = 'en'): string {
  const onError = (error: Error) => {
    throw error;
  };
  return renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} messages={MESSAGES[locale]} timeZone="UTC" onError={onError}>
      {element}
    </NextIntlClientProvider>,
  );
}

const door = { action: '/api/advertiser/x/answers', hidden: { lang: 'es' } };
const CLAIM = {
  steps: ['Level 10'],
  clickId: 'click-1',
  clickedAt: new Date(0),
  installedAt: null,
  country: 'DE',
  appName: 'Gem Quest',
  device: { id: 'device-1', os: 'Android 16', nested: { secret: 1 } },
  description: 'I reached it.',
  proof: [{ label: 'Player', value: '4711' }],
  screenshots: [{ id: 's', width: 10, height: 20, source: '/api/advertiser/x/screenshots/s' }],
};

describe.each(['en', 'es'] as const)('in %s every word is there', (locale) => {
  test.each([
    ['the answers', <AnswerForms key="a" number="MG-1111-1114" {...door} />],
    ['several at once', <BulkForm key="b" {...door} />],
    ['the file', <UploadForm key="c" {...door} download="/claims.csv" problem="Too large." />],
    ['the facts', <ClaimFacts key="d" {...CLAIM} />],
    ['the proofs', <ClaimProofs key="e" {...CLAIM} />],
    [
      'the talk',
      <ClaimTalk key="f" question="Do you?" said={[{ at: new Date(0), author: 'AGENT', name: 'Agnes', body: 'x' }]} />,
    ],
  ])('%s', (_, element) => expect(written(element, locale)).not.toBe(''));

  test.each(['ASKED', 'ANSWERED', 'SETTLED', 'EXPIRED', 'WITHDRAWN'] as const)('the state %s', (status) => {
    const given = { status, answer: null, reason: null, answeredAt: null, answeredBy: null };
    expect(written(<ClaimState {...given} />, locale)).not.toBe('');
    expect(written(<AnswerGiven {...given} />, locale) === '').toBe(status === 'ASKED');
  });

  test('every answer and reason has its word', () => {
    const t = createTranslator({ locale, messages: MESSAGES[locale], namespace: 'advertiser.answer' });
    const keys = [...RECHECK_ANSWERS, ...NOT_ELIGIBLE_REASONS.map((reason) => `reasons.${reason}` as const)] as const;
    expect(keys.filter((key) => !t.has(key))).toEqual([]);
  });
});

test('each answer is a form of its own, and the browser asks for what belongs to it', () => {
  const forms = written(<AnswerForms number="MG-1111-1114" {...door} />)
    .split('<form')
    .slice(1);
  expect(forms.map((form) => /name="answer" value="([\w-]+)"/.exec(form)?.[1])).toEqual([...RECHECK_ANSWERS]);
  const [eligible, notEligible, needMore] = forms as [string, string, string];
  expect(eligible).not.toContain('required');
  expect(notEligible).toMatch(/<select[^>]*name="reason"[^>]*required/);
  expect(needMore).toMatch(/<textarea[^>]*required[^>]*name="words"|<textarea[^>]*name="words"[^>]*required/);
  for (const form of forms) expect(form).toContain('name="claim" value="MG-1111-1114"');
});

test('of a device only plain facts are shown', () => {
  const html = written(<ClaimFacts {...CLAIM} />);
  expect(html).toContain('os: Android 16');
  expect(html).not.toContain('nested');
});
