/**
 * A raw message → what the pipeline works with. Bounded (04, Limits: 10 MB, 50 parts, depth 20), and never more trusting
 * than the sender deserves: headers that may stand only once and stand twice are nobody's (helpdesk reference, 4.3).
 */
import { createHash } from 'node:crypto';
import PostalMime, { type Attachment, addressParser, type Email } from 'postal-mime';
import { readEmailAddress } from '@/lib/rules/email-address';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export const LARGEST_MAIL = 10 * 1024 * 1024;
const MOST_PARTS = 50;
const DEEPEST = 20;
/** The reader takes its time for each, however short; 10 MB of attachments are 140,000. */
const MOST_LINES = 200_000;
const LARGEST_HEADERS = 256 * 1024;
/** Ids beyond these are not looked at: nobody's conversation is that long (IN-005). */
const MOST_REFERENCES = 50;

export type MailPart = { name: string; mime: string; bytes: Buffer; inline: boolean };

export type IncomingMail = {
  messageId: string | null;
  /** The one address of the one From header; null when there is none or more than one. */
  from: string | null;
  /** Whom the headers name as recipient; what the envelope says counts more. */
  recipients: string[];
  /** Message-IDs this one answers, the nearest last. */
  references: string[];
  subject: string;
  text: string | null;
  html: string | null;
  parts: MailPart[];
  /** All values of a header, topmost first; the name in lower case. */
  header: (name: string) => string[];
};

/** Refused: `too-large` (bytes, lines or parts), `malformed` (cannot be read at all). */
export async function readMail(raw: Buffer): Promise<IncomingMail | Refusal> {
  if (raw.length > LARGEST_MAIL) return refuse('too-large', 'This e-mail is larger than 10 MB.');
  if (hasTooManyLines(raw)) return refuse('too-large', `This e-mail has more than ${MOST_LINES} lines.`);
  const email = await parse(raw);
  if (!email) return refuse('malformed', 'This e-mail cannot be read.');
  if (email.attachments.length > MOST_PARTS)
    return refuse('too-large', `This e-mail has more than ${MOST_PARTS} parts.`);
  const header = headersOf(email);
  return {
    messageId: onlyMessageId(header('message-id')),
    from: onlyAddress(header('from')),
    recipients: recipientsIn(header),
    references: referencesIn(header),
    subject: oneLine(email.subject ?? '').slice(0, 300),
    text: textOf(email, raw),
    html: email.html === undefined ? null : clean(email.html),
    parts: email.attachments.map(toPart),
    header,
  };
}

/**
 * By what a delivery is known to be a repetition: its Message-ID and body, whatever the servers on the way wrote above
 * them. The same id with another body is another message.
 */
export function mailFingerprint(raw: Buffer): string {
  const body = bodyOf(raw);
  const head = raw.subarray(0, raw.length - body.length).toString('latin1');
  const lasting = unfolded(head).filter((line) => LASTING.test(line));
  return createHash('sha256').update(lasting.join('\n')).update(body).digest('hex');
}

/** From the empty line on, which belongs to it. */
function bodyOf(raw: Buffer): Buffer {
  const end = raw.indexOf('\r\n\r\n');
  const cut = end < 0 ? raw.indexOf('\n\n') : end;
  return raw.subarray(cut < 0 ? raw.length : cut);
}

const LASTING = /^(message-id|from|to|subject|date):/i;

function unfolded(head: string): string[] {
  return head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
}

function hasTooManyLines(raw: Buffer): boolean {
  let [lines, at] = [0, raw.indexOf(10)];
  while (at >= 0 && lines <= MOST_LINES) [lines, at] = [lines + 1, raw.indexOf(10, at + 1)];
  return lines > MOST_LINES;
}

async function parse(raw: Buffer): Promise<Email | null> {
  try {
    return await PostalMime.parse(raw, {
      forceRfc822Attachments: true,
      maxNestingDepth: DEEPEST,
      maxHeadersSize: LARGEST_HEADERS,
      attachmentEncoding: 'arraybuffer',
    });
  } catch {
    return null;
  }
}

/** Of a message whose parts nobody can tell apart everything is text: better ugly than lost. */
function textOf({ text, html, attachments }: Email, raw: Buffer): string | null {
  if (text !== undefined) return clean(text);
  return html === undefined && attachments.length === 0 ? clean(bodyOf(raw).toString('utf8')) : null;
}

function headersOf({ headers }: Email): (name: string) => string[] {
  const values = new Map<string, string[]>();
  for (const { key, value } of headers) {
    const line = oneLine(value);
    values.get(key)?.push(line) ?? values.set(key, [line]);
  }
  return (name) => values.get(name) ?? [];
}

function onlyMessageId(values: readonly string[]): string | null {
  const [id, second] = values.flatMap((value) => value.match(MESSAGE_ID) ?? []);
  return id && !second ? id.slice(0, 500) : null;
}

const MESSAGE_ID = /<[^<>\s]{1,498}>/g;

function onlyAddress(values: readonly string[]): string | null {
  if (values.length !== 1) return null;
  const [mailbox, second] = addressParser(values[0]!, { flatten: true });
  return mailbox && !second ? readEmailAddress(mailbox.address ?? '') : null;
}

/** Where gateways write whom a message was really for, then the headers that people see. */
const RECIPIENT_HEADERS = ['delivered-to', 'x-original-to', 'x-envelope-to', 'to', 'cc'];

function recipientsIn(header: IncomingMail['header']): string[] {
  const named = RECIPIENT_HEADERS.flatMap((name) => header(name))
    .join(', ')
    .slice(0, 20_000);
  return addressParser(named, { flatten: true })
    .flatMap(({ address }) => (address ? [address.toLowerCase()] : []))
    .slice(0, 100);
}

function referencesIn(header: IncomingMail['header']): string[] {
  const ids = (name: string) => header(name).join(' ').slice(0, 100_000).match(MESSAGE_ID) ?? [];
  return [...new Set([...ids('references').slice(-MOST_REFERENCES), ...ids('in-reply-to').slice(0, 5)])];
}

function toPart({ filename, mimeType, disposition, related, content }: Attachment): MailPart {
  return {
    name: oneLine(filename ?? ''),
    mime: mimeType,
    bytes: typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as ArrayBuffer),
    inline: related === true || disposition === 'inline',
  };
}

/** A line break in a decoded header would become a header of ours (IN-028). */
function oneLine(value: string): string {
  return clean(value)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
}

/** What PostgreSQL cannot keep: U+0000 and halves of surrogate pairs. */
function clean(value: string): string {
  return value.replaceAll('\0', '').toWellFormed();
}
