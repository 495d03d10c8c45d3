/** Text in which every byte that counts can be seen: spaces, line breaks, control characters, look-alikes of nothing. */
import { classNames } from '@/components/ui/class-names';

/** Always from left to right, whatever the language around it. */
export function Bytes({ text, className }: { text: string; className?: string }) {
  return (
    <code dir="ltr" className={classNames('font-mono text-xs break-all whitespace-pre-wrap', className)}>
      {visible(text)}
    </code>
  );
}

/** ␠ and ␊ where a space and a line break are; other control characters by their pictures, invisible ones by their number. */
export function visible(text: string): string {
  return text.replace(/[\p{C}\p{Z}]/gu, (character) => {
    const code = character.codePointAt(0)!;
    if (character === '\n') return '␊\n';
    if (code <= 0x20) return String.fromCodePoint(0x2400 + code);
    return code === 0x7f ? '␡' : `\\u{${code.toString(16)}}`;
  });
}
