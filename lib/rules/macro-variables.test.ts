/** Variables in a macro's words: known ones are filled in, others are pointed at. */
import { expect, test } from 'vitest';
import { fillTemplate, MACRO_VARIABLES, SAMPLE_VALUES, templateFaults } from '@/lib/rules/macro-variables';

test.each(MACRO_VARIABLES)('%s is filled in, with or without spaces', (name) => {
  expect(fillTemplate(`a {{${name}}} b {{ ${name} }}`, SAMPLE_VALUES)).toBe(
    `a ${SAMPLE_VALUES[name]} b ${SAMPLE_VALUES[name]}`,
  );
  expect(templateFaults(`{{${name}}}{{ ${name} }}`)).toEqual([]);
});

test('what is not known is pointed at, with its place', () => {
  expect(templateFaults('Dear {{user.name}}, about {{offer.title}}')).toEqual([
    { from: 5, to: 18, text: '{{user.name}}', fault: 'unknown' },
  ]);
  expect(templateFaults('{{}} {{ticket.number')).toEqual([
    { from: 0, to: 4, text: '{{}}', fault: 'unknown' },
    { from: 5, to: 7, text: '{{', fault: 'unclosed' },
  ]);
  expect(templateFaults('offer.title}} { } {x}')).toMatchObject([{ from: 11, to: 13, fault: 'unclosed' }]);
  expect(templateFaults('{{toString}}')).toMatchObject([{ fault: 'unknown' }]);
});

test('a value that looks like a variable stays what it is', () => {
  const values = { ...SAMPLE_VALUES, 'offer.title': '{{user.id}} $& $1' };
  expect(fillTemplate('{{offer.title}}', values)).toBe('{{user.id}} $& $1');
});
