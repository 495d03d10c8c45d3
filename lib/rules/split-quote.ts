/**
 * Tells what somebody wrote from what they quoted at its end, to fold it: lines that begin with ">", and the line above that
 * introduces them. A reply of nothing but quotes is shown whole: better twice than lost.
 */
export type SplitText = { said: string; quoted: string };

const QUOTED = /^\s*>/;
const INTRODUCTION = /:\s*$/;

export function splitQuote(text: string): SplitText {
  const lines = text.split('\n');
  let from = lines.length;
  while (from > 0 && (QUOTED.test(lines[from - 1]!) || isBlank(lines[from - 1]!))) from -= 1;
  if (!lines.slice(from).some((line) => QUOTED.test(line))) return { said: text, quoted: '' };
  if (from > 1 && INTRODUCTION.test(lines[from - 1]!)) from -= 1;
  const said = lines.slice(0, from).join('\n').trimEnd();
  return said === '' ? { said: text, quoted: '' } : { said, quoted: lines.slice(from).join('\n').trim() };
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}
