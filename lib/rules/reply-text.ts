/**
 * What somebody said in a reply, apart from what their mail program quoted. Losing what a user wrote is the worst that can
 * happen here (helpdesk reference, finding 4): nothing is thrown away, the choice is only what is folded, and when nothing
 * would be left everything is shown (4.4).
 */
import EmailReplyParser from 'email-reply-parser';
import { type FormatCallback, type HtmlToTextOptions, htmlToText, type SelectorDefinition } from 'html-to-text';

export type ReplyText = {
  /** What is shown. Empty only when the mail has no words at all. */
  said: string;
  /** Quotes and signatures, shown when asked for; null when nothing was folded. */
  folded: string | null;
};

/** Both hold at most this many characters; the whole message is kept beside them. */
export const LONGEST_REPLY = 20_000;
/** The parser's patterns are quadratic: 20 KB cost 0.2 s, 60 KB over a second (helpdesk reference, 4.4). */
const PARSED = 20_000;
const PARSED_LINES = 600;
/** Nobody writes a longer reply; what a mail has beyond is not looked at, and stays in the raw message. */
const READ = 500_000;

export function extractReply({ text, html }: { text: string | null; html: string | null }): ReplyText {
  const plain = tidy((text ?? '').slice(0, READ));
  const fromHtml = html ? readHtml(html.slice(0, READ)) : null;
  const candidates = [fromHtml, plain ? readPlain(plain) : null].filter((found) => found !== null);
  const best = candidates.find(({ said }) => said !== '');
  if (best) return bounded(best);
  return bounded({ said: plain || (fromHtml?.folded ?? ''), folded: null });
}

function bounded({ said, folded }: ReplyText): ReplyText {
  return { said: said.slice(0, LONGEST_REPLY), folded: folded?.slice(0, LONGEST_REPLY) || null };
}

function tidy(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replaceAll('\u00a0', ' ')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

// ── plain text ──────────────────────────────────────────────────────────────

const parser = new EmailReplyParser();

function readPlain(whole: string): ReplyText {
  const [above, below] = cutAt(whole, quoteBegins(whole));
  const head = above.split('\n').slice(0, PARSED_LINES).join('\n').slice(0, PARSED);
  const said = tidy(withoutForeignIntroduction(tidy(parser.parseReply(head)), head));
  // What was too long to be parsed is the user's own until proven otherwise.
  const rest = above.slice(head.length);
  const kept = tidy(said + rest);
  return { said: kept, folded: kept === tidy(whole) ? null : without(above, kept, below) };
}

function cutAt(whole: string, at: number): [string, string] {
  if (at < 0) return [whole, ''];
  const lineBegins = whole.lastIndexOf('\n', at) + 1;
  return [whole.slice(0, lineBegins), whole.slice(lineBegins)];
}

/** Where a quote begins that the parser does not know; -1 for nowhere. */
function quoteBegins(whole: string): number {
  const found = BEGINNINGS.map((pattern) => whole.slice(0, PARSED).search(pattern)).filter((at) => at >= 0);
  return found.length === 0 ? -1 : Math.min(...found);
}

const BEGINNINGS = [
  // The line that help desks write above their own text.
  /^##- Please type your reply above this line -##/m,
  /^-{2,20} {0,3}(?:原始邮件|原始郵件) {0,3}-{2,20}$/m,
  // From, and below it when, as Outlook writes them.
  /^(?:发件人|寄件者|差出人|보낸 사람) ?[:：].{1,300}\n(?:发送时间|傳送時間|寄件日期|送信日時|보낸 날짜) ?[:：]/m,
];

/** In languages that the parser does not know: the last line names an address, ends in a colon, and a quote follows. */
function withoutForeignIntroduction(said: string, above: string): string {
  const at = said.lastIndexOf('\n') + 1;
  const introduces = at > 0 && /<[^<>\s]{1,100}@[^<>\s]{1,100}>.{0,20}[:：]$/.test(said.slice(at).slice(-250));
  const follows = above.slice(above.indexOf(said.slice(at)) + said.length - at);
  return introduces && follows.trimStart().startsWith('>') ? said.slice(0, at) : said;
}

/** What is left when the said is taken away; where it was not one piece, everything. */
function without(above: string, said: string, below: string): string {
  const tidied = tidy(above);
  const rest = tidied.startsWith(said) ? tidied.slice(said.length) : tidied;
  return tidy(`${rest}\n${below}`);
}

// ── HTML ────────────────────────────────────────────────────────────────────

/** Quotes as mail programs mark them, also with Outlook's `x_` before the name. Never a bare <blockquote>: people quote too. */
const QUOTES = [
  'blockquote[type="cite"]',
  ...['gmail_quote', 'gmail_quote_container', 'gmail_attr', 'yahoo_quoted', 'yahoo-quoted-begin', 'protonmail_quote'],
  ...['moz-cite-prefix', 'moz-forward-container', 'OutlookMessageHeader', 'tutanota_quote', 'zmail_extra'],
].flatMap((name) => (name.startsWith('blockquote') ? [name] : [`.${name}`, `.x_${name}`]));

/** From here to the end everything is quoted: the quote follows as siblings. */
const QUOTE_BEGINS = [
  'divRplyFwdMsg',
  'appendonsend',
  'OLK_SRC_BODY_SECTION',
  'mail-editor-reference-message-container',
].flatMap((id) => [`#${id}`, `#x_${id}`]);

const SIGNATURES = [
  '.gmail_signature',
  '.moz-signature',
  '#Signature',
  '#x_Signature',
  '#ms-outlook-mobile-signature',
  '.protonmail_signature_block',
  '.yahoo-signature',
];

/** Private-use characters: they stand in no mail that means something, and are taken out of those that have them. */
const [FOLD, UNFOLD, END] = ['\ue000', '\ue001', '\ue002'] as const;

const folding: FormatCallback = (element, walk, builder, options) => {
  builder.openBlock({ leadingLineBreaks: 1 });
  builder.addInline(FOLD);
  builder.openBlock({ leadingLineBreaks: 1 });
  walk(element.children, builder);
  builder.closeBlock({ trailingLineBreaks: 1 });
  builder.addInline(UNFOLD);
  builder.closeBlock({ trailingLineBreaks: options.trailingLineBreaks ?? 1 });
};

const ending: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 1 });
  builder.addInline(END);
  walk(element.children, builder);
  builder.closeBlock({ trailingLineBreaks: 1 });
};

const selectors: SelectorDefinition[] = [
  ...[...QUOTES, ...SIGNATURES].map((selector) => ({ selector, format: 'folding' })),
  ...QUOTE_BEGINS.map((selector) => ({ selector, format: 'ending' })),
  { selector: 'img', format: 'skip' },
  // Outlook draws one above the quote; it says nothing.
  { selector: 'hr', format: 'skip' },
  // Without the `>` that would make it somebody else's words.
  { selector: 'blockquote', format: 'block' },
  ...['style', 'script', 'head', 'title', 'noscript', 'svg', 'math'].map((selector) => ({ selector, format: 'skip' })),
  { selector: 'a', options: { ignoreHref: true } },
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false } },
];

const HTML: HtmlToTextOptions = {
  wordwrap: false,
  selectors,
  formatters: { folding, ending },
  limits: { maxInputLength: READ, maxDepth: 60, maxChildNodes: 2_000, ellipsis: '…' },
};

/** Several documents one after the other, or one inside the other, are one (Yahoo on iOS writes such). */
const DOCUMENT_TAGS = /<\/?(?:html|body|head)\b[^>]{0,500}>|<!doctype[^>]{0,500}>/gi;

function readHtml(html: string): ReplyText | null {
  const marked = toMarkedText(html);
  if (marked === null) return null;
  const [before = '', ...after] = marked.split(END);
  const said: string[] = [];
  const folded: string[] = [];
  let depth = 0;
  for (const piece of before.split(/([\ue000\ue001])/)) {
    if (piece === FOLD) depth += 1;
    else if (piece === UNFOLD) depth -= 1;
    else (depth > 0 ? folded : said).push(piece);
  }
  const own = withoutIntroduction(tidy(said.join('')));
  const rest = tidy([own.folded ?? '', ...folded, ...after].join('\n').replace(/[\ue000-\ue002]/g, ''));
  return { said: own.said, folded: rest || null };
}

function toMarkedText(html: string): string | null {
  try {
    return htmlToText(html.replace(/[\ue000-\ue002]/g, '').replace(DOCUMENT_TAGS, ''), HTML);
  } catch {
    return null;
  }
}

/** "On Monday … wrote:" that stands before the quote, outside of it; the plain parser knows it in ten languages. */
function withoutIntroduction(said: string): ReplyText {
  const read = readPlain(said);
  return read.said === '' ? { said, folded: null } : read;
}
