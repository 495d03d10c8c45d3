/**
 * Which e-mail addresses we write to. Ours, not a library's: common checks have no length limit and let through
 * characters that mail software reads as separators (reference: trust, 0.12). ASCII only, one `@`, a plain local part,
 * a domain of letters, digits and inner hyphens with at least two labels. Read once, never normalised afterwards.
 */
const LOCAL = /^[A-Za-z0-9](?:[A-Za-z0-9_+&'=~-]|\.(?!\.))*$/;
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/** The address with its domain in lower case, or null. Surrounding spaces are a slip of the keyboard and are cut. */
export function readEmailAddress(typed: string): string | null {
  const address = typed.replace(/^[ \t]+|[ \t]+$/g, '');
  if (address.length > 254) return null;
  const at = address.indexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  if (at < 1 || local.length > 64 || !LOCAL.test(local) || local.endsWith('.')) return null;
  const labels = domain.split('.');
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label)) || /^\d+$/.test(labels.at(-1)!)) return null;
  return `${local}@${domain.toLowerCase()}`;
}

/** One mailbox, many spellings: for counting and limits only, never for sending. */
export function mailboxOf(address: string): string {
  const [local = '', domain = ''] = address.toLowerCase().split('@');
  const base = local.split('+')[0]!;
  const gmail = domain === 'gmail.com' || domain === 'googlemail.com';
  return gmail ? `${base.replaceAll('.', '')}@gmail.com` : `${base}@${domain}`;
}

/** `jo•••@example.com`: enough to recognise, too little to learn. */
export function maskAddress(address: string): string {
  const [local = '', domain = ''] = address.split('@');
  return `${local.slice(0, Math.min(2, local.length - 1) || 1)}•••@${domain}`;
}

const COMMON = [
  'gmail.com',
  'hotmail.com',
  'outlook.com',
  'yahoo.com',
  'icloud.com',
  'live.com',
  'proton.me',
  'gmx.de',
  'web.de',
];

/** Real providers that are one slip away from a common one. */
const ALSO_REAL = ['mail.com', 'email.com', 'ymail.com', 'fmail.com'];

/** "Did you mean …?" for a domain one slip away from a common one; null when there is nothing to ask. */
export function suggestAddress(address: string): string | null {
  const [local, domain] = address.split('@');
  if (!local || !domain || domain.length > 20 || [...COMMON, ...ALSO_REAL].includes(domain)) return null;
  const near = COMMON.find(
    (common) => distance(common, domain) === 1 || (common.length > 8 && distance(common, domain) === 2),
  );
  return near ? `${local}@${near}` : null;
}

/** Damerau–Levenshtein (adjacent swaps count one). */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array<number>(b.length).fill(0)]);
  for (let j = 0; j <= b.length; j += 1) rows[0]![j] = j;
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      rows[i]![j] = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + change);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) rows[i]![j] = Math.min(rows[i]![j]!, rows[i - 2]![j - 2]! + 1);
    }
  }
  return rows[a.length]![b.length]!;
}
