/**
 * The catalogue of bad input, row by row: shown by a test here, shown elsewhere, or not ours. A row that nobody answers for
 * fails. Rows of what is not built yet (callbacks to hostile publishers) come with it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

const ROWS: Record<string, string> = {
  PB: '001 002 003 004 005 006 007 008 009 010 013 014 015 016 017 018 019 020 021 022 024 026 028 029 030 031 032 033 036 037 038 039 040 042 043 044',
  SG: '002 003 004 006 007 008 009 010 014 015 016 017 018 020 021',
  SL: '003 005 007 008 010 013 015',
  TK: '001 002 003 005 006 010 011 012 013 014 015 016 017 020 022 023 024 025 026',
  EM: '001 003 004 008 009 010 012 014 015 016 017 018 019 020 021 022 023 024 025 028',
  UP: '001 005 006 007 008 009 010 013 014 016 018 019 021 022 024 025 028',
  CS: '003 007 009 010 011 012 013 014 016 017 019 020 021 022',
  CR: '002 003 004 006 007 008 009 010',
  MN: '002 003 004 005 006 007 010 011 012',
  RC: '004 005 006 007',
  IN: '001 003 004 005 006 007 008 009 015 016 019 020 021 022 024 025 028',
  OM: '001 002 004 005 007 009 010 011',
  HT: '001 003 004 005 006 008 009 010 011 012 013 014 016',
};

const ELSEWHERE: Record<string, string> = {
  'PB-042': 'e2e/api/headers.spec.ts, with the database away',
  'PB-043': 'a full disk and a read-only server are answered like a database that is away (lib/foundation/route.ts)',
  'SG-020': 'lib/postbacks/guessing-limit.test.ts; comparisons take the same time whatever they find',
  'TK-016': 'links.spec.ts, SL-015; to the millisecond in lib/tickets/open-ticket.test.ts',
  'TK-020': 'not ours: a form behind a signed link and a validated address has no honeypot',
  'TK-025': 'e2e/api/access.spec.ts, "what is another user’s is not there"',
  'UP-022': 'lib/tickets/screenshots.test.ts',
  'UP-024': 'lib/tickets/screenshots.test.ts',
  'CS-009': 'e2e/api/access.spec.ts, "no way around the console’s door"',
  'CS-013': 'lib/tickets/four-eyes.test.ts',
  'CS-014': 'not ours: agents work for all publishers',
  'CS-017': 'e2e/api/attacks-spreadsheets.spec.ts',
  'CS-019': 'lib/tickets/apply-macro.test.ts and lib/rules/macro-variables.test.ts',
  'CS-020': 'e2e/api/access.spec.ts, "a method that is not served"',
  'CS-021': 'e2e/api/access.spec.ts, "a change that our own page did not ask for"',
  'CS-022': 'e2e/api/access.spec.ts, "a session that is over opens nothing"',
  'CR-002': 'npm run faults -- two-schedulers',
  'CR-003': 'npm run faults -- two-schedulers',
  'CR-006': 'every session of the database is in UTC (lib/foundation/db.ts); lib/rules counts milliseconds',
  'CR-009': 'nothing is scheduled by a timer: rows have their time, the worker looks every minute',
  'CR-010': 'lib/tickets/open-ticket.test.ts',
  'MN-006': 'lib/rules/money.test.ts',
  'MN-011': 'lib/postbacks/settle.test.ts',
  'IN-001': 'lib/tickets/mail-corpus.test.ts, "gmail-web" and "dmarc-pass"',
  'IN-003': 'lib/tickets/mail-corpus.test.ts, "spoofed-from"',
  'IN-004': 'lib/tickets/mail-corpus.test.ts, "made-up-message-id"',
  'IN-005': 'lib/tickets/mail-corpus.test.ts, "references-5000"; lib/rules/read-mail.test.ts',
  'IN-006': 'lib/tickets/mail-corpus.test.ts, "other-sender"',
  'IN-007': 'lib/tickets/mail-corpus.test.ts, "cc-attacker"',
  'IN-008': 'lib/tickets/mail-corpus.test.ts, "reply-to-attacker"',
  'IN-009': 'lib/tickets/mail-corpus.test.ts, "forged-results"; lib/rules/mail-authenticity.test.ts',
  'IN-015': 'lib/tickets/process-mail.test.ts, "the twenty-first mail of an hour"',
  'IN-016':
    'lib/tickets/process-mail.test.ts, "the same mail delivered twice", "the same Message-ID with another body"',
  'IN-019':
    'lib/tickets/mail-corpus.test.ts, "unknown-charset", "utf-7", "base64-with-junk", "winmail-only"; lib/rules/read-mail.test.ts',
  'IN-020': 'lib/tickets/mail-corpus.test.ts, "html-attacks"',
  'IN-021': 'lib/tickets/mail-corpus.test.ts, "trackers"',
  'IN-022': 'lib/tickets/mail-corpus.test.ts, "five-kinds-of-file"',
  'IN-024': 'lib/tickets/process-mail.test.ts, "a reply at 14 days"; lib/tickets/erase-person.test.ts',
  'IN-025': 'app/api/inbound-email/route.test.ts',
  'IN-028': 'lib/tickets/mail-corpus.test.ts, "header-in-subject"',
  'OM-001': 'lib/outbox/send-emails.test.ts, "a hostile offer title adds no header"; names of users stand in no header',
  'OM-002': 'lib/outbox/send-emails.test.ts, "a hostile offer title adds no header"',
  'OM-004': 'lib/outbox/send-emails.test.ts, "what the mail server answers"',
  'OM-005': 'lib/outbox/send-emails.test.ts, "what the mail server answers"',
  'OM-007': 'npm run faults -- worker-kill',
  'OM-009': 'lib/outbox/send-emails.test.ts, "each once"',
  'OM-010': 'lib/outbox/send-emails.test.ts, "to whom nothing is sent"',
  'OM-011': 'no attachments are sent, and lib/outbox/smtp.ts switches file and address access off',
  'HT-005': 'not ours: Node closes what is slow by its headersTimeout, and so does a proxy in front',
  'HT-011': 'e2e/api/headers.spec.ts, "a claimed nonce"',
};

test('every row of the catalogue is answered for', () => {
  const specs = readdirSync(import.meta.dirname).filter(
    (file) => file.endsWith('.spec.ts') && !file.startsWith('catalogue'),
  );
  const tests = specs.map((file) => readFileSync(join(import.meta.dirname, file), 'utf8')).join('\n');
  const ids = Object.entries(ROWS).flatMap(([kind, numbers]) =>
    numbers.split(' ').map((number) => `${kind}-${number}`),
  );
  expect(ids.filter((id) => !tests.includes(id) && !ELSEWHERE[id])).toEqual([]);
});
