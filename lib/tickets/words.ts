/** What agents type, before it is kept: line ends of one kind, not empty, not endless, nothing that no text can hold. */
import { type Refusal, refuse } from '@/lib/rules/refusal';

export function readWords(typed: string, longest: number, field = 'body'): string | Refusal {
  const words = typed.replace(/\r\n?/g, '\n').trim();
  const wrong = problemWith(words, longest);
  return wrong ? refuse('malformed', wrong, { fields: { [field]: wrong } }) : words;
}

function problemWith(words: string, longest: number): string | null {
  if (words === '') return 'Write something first.';
  if (words.length > longest) return `At most ${longest} characters.`;
  return words.includes('\u0000') || !words.isWellFormed() ? 'These characters cannot be kept.' : null;
}
