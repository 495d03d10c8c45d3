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

/** ␣ and ↵ where a space and a line break are; what else has no face of its own, and those two themselves, by number. */
export function visible(text: string): string {
  return text.replace(/[\p{C}\p{Z}␣↵]/gu, (character) => {
    if (character === ' ') return '␣';
    if (character === '\n') return '↵\n';
    const code = character.codePointAt(0)!.toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
  });
}
