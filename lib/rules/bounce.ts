/**
 * What a delivery report says: which message, which recipient, for good or only for now (RFC 3464; for servers that write
 * prose instead, the first enhanced status code in it).
 */
import { readEmailAddress } from '@/lib/rules/email-address';
import type { IncomingMail } from '@/lib/rules/read-mail';

export type Bounce = {
  /** `failed`: nothing more will be tried. `delayed`: the sending server goes on trying. */
  verdict: 'failed' | 'delayed';
  /** For good, by the address's own fault (5.x.x): nothing more should be sent there. */
  permanent: boolean;
  /** Enhanced status code, `5.1.1`. */
  status: string | null;
  recipient: string | null;
  /** The Message-ID of what was sent, from the copy that came back with the report. */
  originalMessageId: string | null;
  /** The other server's words. */
  words: string | null;
};

export function readBounce(mail: IncomingMail): Bounce {
  const report = textOf(mail, 'message/delivery-status');
  const prose = (mail.text ?? '').slice(0, LONGEST);
  const action = field(report, 'Action')?.toLowerCase();
  const status = (field(report, 'Status') ?? '').match(CODE)?.[0] ?? codeIn(prose);
  const words = field(report, 'Diagnostic-Code') ?? lineWith(prose, status) ?? PLAIN_LINE.exec(prose)?.[0].trim();
  const delayed = action === 'delayed' || (action === undefined && (status?.startsWith('4.') ?? false));
  return {
    verdict: delayed ? 'delayed' : 'failed',
    permanent: !delayed && (status?.startsWith('5.') ?? false) && !NOT_THE_ADDRESS.test(status ?? ''),
    status,
    recipient: recipientIn(report, mail),
    originalMessageId: originalIdIn(mail),
    words: words?.slice(0, 300) ?? null,
  };
}

const LONGEST = 20_000;
const PLAIN_LINE = /^.{0,200}\b[45][0-5]\d[ -].{0,300}$/m;
const CODE = /\b[245]\.\d{1,3}\.\d{1,3}\b/;
/** Full mailbox, message too large, content or policy refused: the address itself is good (RFC 3463: 5.2.2, 5.3.x, 5.6.x, 5.7.x). */
const NOT_THE_ADDRESS = /^5\.(2\.[23]|3\.\d+|6\.\d+|7\.\d+)$/;

function textOf({ parts }: IncomingMail, ...mimes: string[]): string {
  const part = parts.find(({ mime }) => mimes.includes(mime));
  return part ? part.bytes.subarray(0, LONGEST).toString('utf8').replaceAll('\0', '') : '';
}

function field(report: string, name: string): string | undefined {
  return new RegExp(`^${name}:[ \\t]*(.+(?:\\r?\\n[ \\t]+.+)*)`, 'im').exec(report)?.[1]?.replace(/\s+/g, ' ').trim();
}

/** Servers that send no report write `550 5.1.1 …`, or only `550 …`. */
function codeIn(prose: string): string | null {
  const enhanced = CODE.exec(prose)?.[0];
  if (enhanced) return enhanced;
  const plain = /\b(4|5)[0-5]\d[ -]/.exec(prose);
  if (plain) return `${plain[1]}.0.0`;
  return /\b(user unknown|unknown user|no such user|mailbox unavailable|does not exist|no mailbox)\b/i.test(prose)
    ? '5.1.1'
    : null;
}

function lineWith(prose: string, status: string | null): string | undefined {
  return status
    ? prose
        .split('\n')
        .find((line) => line.includes(status))
        ?.trim()
    : undefined;
}

function recipientIn(report: string, mail: IncomingMail): string | null {
  const named = field(report, 'Final-Recipient') ?? field(report, 'Original-Recipient');
  const address = named?.split(';').at(-1)?.trim() ?? mail.header('x-failed-recipients')[0]?.split(',')[0]?.trim();
  return address ? readEmailAddress(address.replace(/^<|>$/g, '')) : null;
}

function originalIdIn(mail: IncomingMail): string | null {
  const copy = textOf(mail, 'message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers');
  // Servers of the old kind write the copy below their prose.
  const named = field(copy, 'Message-ID') ?? field((mail.text ?? '').slice(0, LONGEST), 'Message-ID');
  return named?.match(/<[^<>\s]+>/)?.[0] ?? mail.references.at(-1) ?? null;
}
