/** A letter and an operator's words → the letter with those words. What was written for an older shape steps aside. */
import { Fragment, isValidElement, type ReactElement, type ReactNode } from 'react';
import type { EmailProps } from '@/lib/emails/email';
import { BRACKETS, blockOf, type Override, overrideFaults, paragraphs } from '@/lib/emails/override';
import { type Block, SHAPES, type WordedTemplate } from '@/lib/emails/override-shape';
import { Action, Code, Paragraph, Quote } from '@/lib/emails/parts';
import { instantWords, type Language, type Letter } from '@/lib/emails/template';

type Values = Record<string, string>;

/** `values` are harmless already (clean.ts); what they hold is never read as a variable again. */
export function applyOverride(template: WordedTemplate, letter: Letter, override: Override, values: Values): Letter {
  if (overrideFaults(template, override).length > 0) return letter;
  const line = (own: string, original: string) => (own === '' ? original : fill(own, { ...values, original }));
  return {
    subject: line(override.subject, letter.subject),
    heading: line(override.heading, letter.heading),
    body: override.body === '' ? letter.body : reworded(template, letter.body, override.body, values),
  };
}

/** Of a denial only the introduction is the operator's: the common reasons and how to disagree always follow (R19). */
function reworded(template: WordedTemplate, body: ReactElement, words: string, values: Values): ReactElement {
  const all = pieces(body);
  const [changed, rest] = template === 'ticket-denied' ? [all.slice(0, 1), all.slice(1)] : [all, []];
  const given = paragraphs(words).flatMap((paragraph) => {
    const block = blockOf(paragraph);
    return block ? changed.filter(IN_BLOCK[block]) : [<Paragraph key="">{fill(paragraph, values)}</Paragraph>];
  });
  return (
    <>
      {[...given, ...rest].map((piece, at) => (
        <Fragment key={at}>{piece}</Fragment>
      ))}
    </>
  );
}

const IN_BLOCK: Record<Block, (piece: ReactElement) => boolean> = {
  original: () => true,
  link: ({ type }) => type === Action,
  code: ({ type }) => type === Code,
  words: ({ type }) => type === Quote,
};

function pieces(node: ReactNode): ReactElement[] {
  if (Array.isArray(node)) return node.flatMap(pieces);
  if (!isValidElement<{ children?: ReactNode }>(node)) return [];
  return node.type === Fragment ? pieces(node.props.children) : [node];
}

function fill(text: string, values: Values): string {
  return text.replace(BRACKETS, (found, name) => values[name] ?? found).replaceAll('\n', ' ');
}

const INSTANTS: readonly string[] = ['answerBy', 'until', 'since'];

/** The facts that the words may name, as a reader reads them. */
export function valuesOf<T extends WordedTemplate>(template: T, props: EmailProps[T], language: Language): Values {
  const given = props as Record<string, unknown>;
  return Object.fromEntries(
    SHAPES[template].variables.map((name) => {
      const value = String(given[name] ?? '');
      return [name, INSTANTS.includes(name) ? instantWords(value, language) : value];
    }),
  );
}
