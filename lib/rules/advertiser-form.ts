/** What is agreed with an advertiser about re-checks, as people fill it in (R21). Every fault is named where it stands. */
import { readEmailAddress } from '@/lib/rules/email-address';
import { LOCALES, PSEUDO } from '@/lib/rules/locales';
import { DEADLINE_POLICIES, type DeadlinePolicy, RECHECK_RULES, type RecheckRule } from '@/lib/rules/recheck-schedule';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { isTimeZone } from '@/lib/rules/zone-clock';

export type RecheckAgreement = {
  /** Where requests go; null: this advertiser cannot be asked. */
  recheckEmail: string | null;
  escalationEmail: string | null;
  timeZone: string;
  gather: boolean;
  rule: RecheckRule;
  policy: DeadlinePolicy;
  locale: string;
};

/** The languages that letters are written in. */
export const LETTER_LOCALES = LOCALES.filter((locale) => locale !== PSEUDO);

type Text = (name: string) => string;

/** Fields: as in `RecheckAgreement`; `gather` is a check box. `details.faults` by field. */
export function readAgreement(text: Text): RecheckAgreement | Refusal {
  const faults: Record<string, string> = {};
  const address = (name: string) => readAddress(text(name), () => (faults[name] = 'address'));
  const choice = <T extends string>(name: string, choices: readonly T[]): T => {
    const chosen = choices.find((one) => one === text(name));
    if (!chosen) faults[name] = 'choice';
    return chosen ?? choices[0]!;
  };
  const timeZone = text('timeZone').trim();
  if (!isTimeZone(timeZone)) faults.timeZone = 'zone';
  const agreement = {
    recheckEmail: address('recheckEmail'),
    escalationEmail: address('escalationEmail'),
    timeZone,
    gather: text('gather') === 'on',
    rule: choice('rule', RECHECK_RULES),
    policy: choice('policy', DEADLINE_POLICIES),
    locale: choice('locale', LETTER_LOCALES),
  };
  return Object.keys(faults).length === 0 ? agreement : wrong(faults);
}

function readAddress(typed: string, fault: () => void): string | null {
  if (typed.trim() === '') return null;
  const address = readEmailAddress(typed);
  if (!address) fault();
  return address;
}

export type ContactInput = { name: string; email: string; locale: string };

export const LONGEST_CONTACT_NAME = 100;

/** Fields: `name`, `email`, `locale`. */
export function readContact(text: Text): ContactInput | Refusal {
  const faults: Record<string, string> = {};
  const name = text('name').trim();
  if (name === '' || name.length > LONGEST_CONTACT_NAME || !name.isWellFormed() || name.includes('\0')) {
    faults.name = 'name';
  }
  const email = readEmailAddress(text('email'));
  if (!email) faults.email = 'address';
  const locale = LETTER_LOCALES.find((one) => one === text('locale'));
  if (!locale) faults.locale = 'choice';
  return email && locale && Object.keys(faults).length === 0 ? { name, email, locale } : wrong(faults);
}

function wrong(faults: Record<string, string>): Refusal {
  return refuse('malformed', 'Some of this is not right. Nothing was saved.', { details: { faults } });
}
