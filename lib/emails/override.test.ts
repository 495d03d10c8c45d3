/** An operator's own words: what is refused and where, and what becomes of a letter by them. */
import { describe, expect, test } from 'vitest';
import { type Override, overrideFaults, paragraphs, parseVariables, tidy } from '@/lib/emails/override';
import { WORDED_TEMPLATES } from '@/lib/emails/override-shape';
import { renderEmail } from '@/lib/emails/render-email';
import { renderSample } from '@/lib/emails/samples';

const words = (more: Partial<Override>): Override => ({ subject: '', heading: '', body: '', ...more });
const faults = (more: Partial<Override>, template: Parameters<typeof overrideFaults>[0] = 'ticket-pending') =>
  overrideFaults(template, words(more));

describe('names in double brackets', () => {
  test('are found with their places, spaces inside or not', () => {
    expect(parseVariables('a {{ offerTitle }} {{link}} }}')).toEqual([
      { name: 'offerTitle', text: '{{ offerTitle }}', at: 2 },
      { name: 'link', text: '{{link}}', at: 19 },
      { name: null, text: '}}', at: 28 },
    ]);
  });

  test('that the e-mail does not know are refused with line, column and what was probably meant', () => {
    expect(faults({ body: 'Hello.\n\nAbout {{offertitel}}.\n\n{{link}}' })).toEqual([
      { field: 'body', fault: 'unknown', text: '{{offertitel}}', line: 3, column: 7, meant: 'offerTitle' },
    ]);
    expect(faults({ subject: '{{password}}' })).toEqual([
      { field: 'subject', fault: 'unknown', text: '{{password}}', line: 1, column: 1 },
    ]);
    expect(faults({ body: 'About {{offerTitle}}.\n\n{{link}}' })).toEqual([]);
  });

  test('of the prototype are names like any other', () => {
    expect(faults({ subject: '{{constructor}} {{__proto__}}' }).map(({ fault }) => fault)).toEqual([
      'unknown',
      'unknown',
    ]);
  });

  test.each(['{{', 'a }} b', '{{{{'])('alone (%s) are refused', (subject) => {
    expect(faults({ subject })[0]).toMatchObject({ fault: 'unclosed' });
  });

  test('a part of the message stands alone in its paragraph', () => {
    expect(faults({ body: 'Press {{link}} now.' })).toMatchObject([{ fault: 'crowded', line: 1, column: 7 }]);
    expect(faults({ body: 'Press\n{{link}}' })).toMatchObject([{ fault: 'crowded', line: 2, column: 1 }]);
    expect(faults({ body: 'Press.\n\n{{link}}\n\nNow.' })).toEqual([]);
  });
});

describe('what must stand', () => {
  test.each(['ticket-pending', 'advertiser-sign-in', 'recheck-overdue'] as const)('the link in %s', (template) => {
    expect(faults({ body: 'Hello.' }, template)).toMatchObject([
      { field: 'body', fault: 'missing', text: '{{link}}', line: 1, column: 7 },
    ]);
    expect(faults({ body: '{{link}}' }, template)).toEqual([]);
  });

  test('link and code in the validation, or the original as a whole', () => {
    expect(faults({ body: '{{link}}' }, 'validate-address')).toMatchObject([{ fault: 'missing', text: '{{code}}' }]);
    expect(faults({ body: '{{link}}\n\n{{code}}' }, 'validate-address')).toEqual([]);
    expect(faults({ body: 'Hello.\n\n{{original}}' }, 'validate-address')).toEqual([]);
  });

  test('the original in the subject of a message that says different things', () => {
    expect(faults({ subject: 'The ban is lifted' }, 'appeal-decided')).toMatchObject([{ text: '{{original}}' }]);
    expect(faults({ subject: 'About your appeal: {{original}}' }, 'appeal-decided')).toEqual([]);
  });

  test('nothing of the user’s in the validation (R11)', () => {
    for (const name of ['offerTitle', 'gameName', 'reward', 'words'])
      expect(faults({ subject: `{{${name}}}` }, 'validate-address')).toMatchObject([{ fault: 'unknown' }]);
  });

  test('something at all', () => {
    expect(faults({})).toMatchObject([{ fault: 'nothing' }]);
  });
});

describe('what cannot be sent', () => {
  test.each(['<b>', '</p>', '<script', '<!--', '<img src=x>'])('markup: %s', (text) => {
    expect(faults({ subject: `Hi ${text}` })).toMatchObject([{ fault: 'markup', column: 4 }]);
  });

  test('a comparison is no markup', () => {
    expect(faults({ subject: 'Level 3 < 4' })).toEqual([]);
  });

  test.each(['\u0000', '\u0007', '\t', '\u202e', '\u2028'])('%j', (sign) => {
    expect(faults({ body: `a${sign}b\n\n{{link}}` })).toMatchObject([{ fault: 'control', line: 1, column: 2 }]);
  });

  test('a line break, in the subject and in the heading', () => {
    expect(faults({ subject: 'a\nBcc: b' })).toMatchObject([{ fault: 'control' }]);
    expect(faults({ heading: 'a\nb' })).toMatchObject([{ fault: 'control' }]);
  });

  test.each([
    ['subject', 120],
    ['heading', 120],
  ] as const)('more than fits into the %s', (field, longest) => {
    expect(faults({ [field]: 'x'.repeat(longest) })).toEqual([]);
    expect(faults({ [field]: 'x'.repeat(longest + 1) })).toMatchObject([{ fault: 'too-long' }]);
  });

  test('more than 4,000 characters of body', () => {
    const body = (length: number) => `{{link}}\n\n${'x'.repeat(length - 10)}`;
    expect(faults({ body: body(4000) })).toEqual([]);
    expect(faults({ body: body(4001) })).toMatchObject([{ fault: 'too-long' }]);
  });
});

describe('a letter with own words', () => {
  const props = { ticketNumber: 'MG-7K3F-92QX', offerTitle: 'Coin {{link}} <b>', statusLink: 'https://x.example/t' };

  test('has them, the button and the number, and reads nothing in what they name', async () => {
    const own = words({
      subject: 'Soon: {{offerTitle}}',
      heading: 'A moment',
      body: 'About {{offerTitle}}.\n\n{{link}}',
    });
    const { subject, text, html } = await renderEmail('ticket-pending', props, 'en', own);
    expect(subject).toBe('[#MG-7K3F-92QX] Soon: Coin {{link}} <b>');
    expect(text).toMatch(/^A moment\n\nAbout Coin \{\{link\}\} <b>\.\n\n[^\n]+:\nhttps:\/\/x\.example\/t\n\n-- \n/);
    expect(html).toContain('&lt;b&gt;');
  });

  test('an empty field keeps what stands there', async () => {
    const usual = await renderEmail('ticket-pending', props, 'en');
    const own = await renderEmail('ticket-pending', props, 'en', words({ heading: 'A moment' }));
    expect(own.subject).toBe(usual.subject);
    expect(own.text.split('\n').slice(1)).toEqual(usual.text.split('\n').slice(1));
  });

  test('a denial keeps its reason, the common reasons and how to disagree (R19)', async () => {
    const usual = await renderSample('ticket-denied', 'en');
    const own = await renderSample('ticket-denied', 'en', words({ body: 'We are sorry.\n\n{{original}}' }));
    const [heading, ...rest] = usual.text.split('\n\n');
    expect(own.text).toBe([heading, 'We are sorry.', ...rest].join('\n\n'));
    expect(faults({ body: 'We are sorry.' }, 'ticket-denied')).toMatchObject([{ fault: 'missing' }]);
  });

  test('the original alone changes no message', async () => {
    const same = words({ subject: '{{original}}', heading: '{{original}}', body: '{{original}}' });
    for (const template of WORDED_TEMPLATES)
      expect((await renderSample(template, 'es', same)).text).toBe((await renderSample(template, 'es')).text);
  });

  test('words with a fault step aside', async () => {
    const usual = await renderEmail('ticket-pending', props, 'en');
    expect(await renderEmail('ticket-pending', props, 'en', words({ body: '{{gone}}' }))).toEqual(usual);
  });
});

test('paragraphs end at an empty line, whatever the line ends', () => {
  const { body } = tidy(words({ body: ' One\r\ntwo\r\n \r\n\r\nThree ' }));
  expect(paragraphs(body)).toEqual(['One\ntwo', 'Three']);
});
