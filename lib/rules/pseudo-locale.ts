/**
 * Makes the mirror language of locales.ts from English messages. Only what a person reads is changed: arguments, formats and
 * tags of an ICU message stay as they are. The same walk lists a message's arguments, for comparing translations.
 */
type Tree = { [key: string]: string | Tree };

const ACCENTS: Record<string, string> = {
  a: 'á', c: 'ç', e: 'é', g: 'ĝ', i: 'í', n: 'ñ', o: 'ö', s: 'š', u: 'û', y: 'ý',
  A: 'Â', C: 'Ç', E: 'Ê', G: 'Ĝ', I: 'Î', N: 'Ñ', O: 'Ô', S: 'Š', U: 'Û', Y: 'Ý',
}; // biome-ignore format: a table

/** U+202B … U+202C: embedded from right to left. */
const [RIGHT_TO_LEFT, END] = ['\u202b', '\u202c'];

export function pseudo<Messages extends Tree>(messages: Messages): Messages {
  const entries = Object.entries(messages).map(([key, value]) => [
    key,
    typeof value === 'string' ? `${RIGHT_TO_LEFT}${mirror(value)}${END}` : pseudo(value),
  ]);
  return Object.fromEntries(entries) as Messages;
}

function mirror(message: string): string {
  return walk(message, (text) => [...text].map((letter) => ACCENTS[letter] ?? letter).join('')).text;
}

/** The names and kinds of a message's arguments and tags, sorted: `count:plural`, `name`, `<link>`. */
export function argumentsOf(message: string): string[] {
  return [...new Set(walk(message, (text) => text).found)].sort();
}

type Walked = { text: string; found: string[] };

function walk(message: string, change: (text: string) => string): Walked {
  let at = 0;
  const found: string[] = [];
  const text = words();
  return { text, found };

  /** Text up to the brace that closes it. */
  function words(): string {
    let out = '';
    while (at < message.length && message[at] !== '}') {
      if (message[at] === '{') out += argument();
      else if (message[at] === '<') out += tag();
      else out += change(message[at++]!);
    }
    return out;
  }

  function tag(): string {
    const end = message.indexOf('>', at) + 1;
    const whole = message.slice(at, end);
    found.push(whole.replace('/', ''));
    at = end;
    return whole;
  }

  function argument(): string {
    const start = at;
    while (!',}'.includes(message[at]!)) at += 1;
    const name = message.slice(start + 1, at).trim();
    if (message[at] === '}') {
      found.push(name);
      at += 1;
      return message.slice(start, at);
    }
    return formatted(start, name);
  }

  function formatted(start: number, name: string): string {
    const kind = /^,\s*(\w+)\s*/.exec(message.slice(at))!;
    found.push(`${name}:${kind[1]}`);
    at += kind[0].length;
    let out = message.slice(start, at);
    while (message[at] !== '}') {
      if (message[at] === '{') {
        at += 1;
        out += `{${words()}}`;
        at += 1;
      } else out += message[at++];
    }
    at += 1;
    return `${out}}`;
  }
}
