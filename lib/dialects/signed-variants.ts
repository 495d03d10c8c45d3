/**
 * What else a sender may have signed in place of what we sign: the mistakes that documents of networks invite. Each has a
 * name, so that the person who asks can be told which one it was.
 */
import type { PostbackRequest } from './dialect';

export type Variant = { mistake: VariantName; detail?: string; text: string };
export type VariantName =
  | 'order'
  | 'not-decoded'
  | 'decoded'
  | 'space'
  | 'escape-case'
  | 'left-out'
  | 'empty-left-out'
  | 'values-only'
  | 'address'
  | 'body-newline'
  | 'body-rewritten'
  | 'value-case';

export function signedVariants(signed: string, request: PostbackRequest, received: string): Variant[] {
  const variants = signed.startsWith(request.url)
    ? [...addressVariants(signed, request), ...spellings(signed)]
    : [...spellings(signed), ...pairVariants(signed, request, received), ...bodyVariants(signed, request)];
  return variants.filter(({ text }) => text !== signed);
}

/** %20 or +, %2f or %2F, escaped or not. */
function spellings(signed: string): Variant[] {
  return [
    { mistake: 'space', text: signed.replaceAll('+', '%20') },
    { mistake: 'space', text: signed.replaceAll('%20', '+') },
    { mistake: 'escape-case', text: signed.replace(/%[0-9A-F]{2}/gi, (code) => code.toLowerCase()) },
    { mistake: 'escape-case', text: signed.replace(/%[0-9A-F]{2}/gi, (code) => code.toUpperCase()) },
    { mistake: 'decoded', text: decoded(signed) },
    { mistake: 'value-case', detail: 'a–z', text: signed.toLowerCase() },
    { mistake: 'value-case', detail: 'A–Z', text: signed.toUpperCase() },
  ];
}

/** Networks that sign the whole address: another scheme, another host, only a part of it. */
function addressVariants(signed: string, { url }: PostbackRequest): Variant[] {
  const rest = signed.slice(url.length);
  const { protocol, host, hostname, pathname } = new URL(url);
  const others = [
    `${protocol === 'https:' ? 'http:' : 'https:'}//${host}${pathname}`,
    `${protocol}//${hostname}${pathname}`,
    `${url}/`,
    `${host}${pathname}`,
    pathname,
  ];
  return [
    ...others.map((other): Variant => ({ mistake: 'address', detail: other, text: `${other}${rest}` })),
    { mistake: 'address', detail: '?…', text: rest.slice(1) },
    { mistake: 'order', text: `${url}?${sorted(rest.slice(1).split('&')).join('&')}` },
  ];
}

/** Networks that sign parameters: which of them, in which order, how written. */
function pairVariants(signed: string, { rawQuery, rawBody, url }: PostbackRequest, received: string): Variant[] {
  if (!signed.includes('=')) return [];
  const isForm = rawQuery === '' && rawBody.length > 0;
  const came = isForm ? Buffer.from(rawBody).toString('latin1') : rawQuery;
  const raw = came.split('&').filter((pair) => pair !== '' && decoded(pair.slice(pair.indexOf('=') + 1)) !== received);
  const pairs = signed.split('&');
  const values = pairs.map((pair) => decoded(pair.slice(pair.indexOf('=') + 1)));
  return [
    { mistake: 'order', text: inOrderOf(raw, pairs).join('&') },
    { mistake: 'order', text: raw.join('&') },
    { mistake: 'not-decoded', text: sorted(raw).join('&') },
    { mistake: 'decoded', text: raw.map(decoded).join('&') },
    { mistake: 'empty-left-out', text: pairs.filter((pair) => !pair.endsWith('=')).join('&') },
    { mistake: 'values-only', text: values.join('') },
    { mistake: 'address', detail: `${url}?…`, text: `${url}?${raw.join('&')}` },
    ...pairs.map(
      (pair): Variant => ({
        mistake: 'left-out',
        detail: pair.split('=')[0]!,
        text: pairs.filter((other) => other !== pair).join('&'),
      }),
    ),
  ];
}

/** The pairs that are signed, in the order in which their names came. */
function inOrderOf(raw: readonly string[], pairs: readonly string[]): string[] {
  const names = raw.map((pair) => decoded(pair.split('=')[0]!));
  const place = (pair: string) => names.indexOf(pair.split('=')[0]!);
  return [...pairs].sort((one, other) => place(one) - place(other));
}

/** A body that was changed after it was signed: a line break at its end, another serialisation. */
function bodyVariants(signed: string, { rawBody }: PostbackRequest): Variant[] {
  const body = Buffer.from(rawBody).toString();
  if (body === '' || !signed.endsWith(body)) return [];
  const before = signed.slice(0, signed.length - body.length);
  const parsed = parsedJson(body);
  return [
    { mistake: 'body-newline', text: `${before}${body.trim()}` },
    { mistake: 'body-newline', text: `${before}${body}\n` },
    { mistake: 'body-newline', text: `${before}${body.replaceAll('\r\n', '\n')}` },
    ...(parsed === undefined
      ? []
      : [JSON.stringify(parsed), JSON.stringify(parsed, null, 2)].map(
          (text): Variant => ({ mistake: 'body-rewritten', text: `${before}${text}` }),
        )),
    { mistake: 'left-out', detail: before.slice(0, -1), text: body },
  ];
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sorted(pairs: readonly string[]): string[] {
  return [...pairs].sort((one, other) => (one.split('=')[0]! < other.split('=')[0]! ? -1 : 1));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
