import { expect, test } from 'vitest';
import { LONGEST_CONTACT_NAME, readAgreement, readContact } from './advertiser-form';

const RIGHT = {
  recheckEmail: ' desk@Acme.example ',
  escalationEmail: '',
  timeZone: 'Europe/Berlin',
  gather: 'on',
  rule: 'with-proof',
  policy: 'approve',
  locale: 'es',
};

const agreed = (changed: Partial<typeof RIGHT>) => {
  const fields: Record<string, string> = { ...RIGHT, ...changed };
  return readAgreement((name) => fields[name] ?? '');
};

test('an agreement is read as it was meant', () => {
  expect(agreed({})).toEqual({
    recheckEmail: 'desk@acme.example',
    escalationEmail: null,
    timeZone: 'Europe/Berlin',
    gather: true,
    rule: 'with-proof',
    policy: 'approve',
    locale: 'es',
  });
});

test('a box that is not ticked, and no address, are an agreement too', () => {
  expect(agreed({ gather: '', recheckEmail: '' })).toMatchObject({ gather: false, recheckEmail: null });
});

test.each([
  ['recheckEmail', 'two@at@signs.example', 'address'],
  ['escalationEmail', 'nobody', 'address'],
  ['timeZone', 'Berlin', 'zone'],
  ['rule', 'always', 'choice'],
  ['policy', 'deny', 'choice'],
  ['locale', 'ar-XB', 'choice'],
])('%s: "%s" is named as wrong', (field, typed, fault) => {
  expect(agreed({ [field]: typed })).toMatchObject({ refused: 'malformed', details: { faults: { [field]: fault } } });
});

const contact = (name: string, email = 'ada@acme.example', locale = 'en') => {
  const fields: Record<string, string> = { name, email, locale };
  return readContact((field) => fields[field] ?? '');
};

test('a contact has a name, an address and a language', () => {
  expect(contact(' Ada ')).toEqual({ name: 'Ada', email: 'ada@acme.example', locale: 'en' });
  expect(contact('x'.repeat(LONGEST_CONTACT_NAME))).toHaveProperty('name');
  expect(contact('x'.repeat(LONGEST_CONTACT_NAME + 1))).toMatchObject({ details: { faults: { name: 'name' } } });
  expect(contact(' ', 'ada', 'fr')).toMatchObject({
    details: { faults: { name: 'name', email: 'address', locale: 'choice' } },
  });
});
