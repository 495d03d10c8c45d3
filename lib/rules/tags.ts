/** Tags: short names that agents give tickets, searched for as `tag:vip`. */
export const TAG_NAME = /^[\p{Ll}\p{Lo}\p{N}][\p{Ll}\p{Lo}\p{N}_-]{0,39}$/u;

export const TAG_TONES = ['plain', 'info', 'ok', 'wait', 'bad'] as const;
export type TagTone = (typeof TAG_TONES)[number];

/** One spelling for one tag; null for what cannot be a name. */
export function readTagName(text: string): string | null {
  const name = text.normalize('NFC').trim().toLowerCase().replace(/\s+/g, '-');
  return TAG_NAME.test(name) ? name : null;
}
