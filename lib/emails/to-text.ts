/** The plain-text form of a message, from the same pieces as the markup: what is said is written once. */
import { Fragment, isValidElement, type ReactElement, type ReactNode } from 'react';
import { Action, Code, Paragraph, Points, Quiet, Quote } from '@/lib/emails/parts';

type Said<Props> = (props: Props) => string;

const paragraph: Said<{ children: ReactNode }> = ({ children }) => `${toText(children)}\n\n`;

const SAYS = new Map<unknown, Said<never>>([
  [Paragraph, paragraph],
  [Quiet, paragraph],
  [Code, (({ children }) => `    ${children}\n\n`) as Said<{ children: string }>],
  [Quote, (({ children }) => `${children.replace(/^/gm, '> ')}\n\n`) as Said<{ children: string }>],
  [Points, (({ items }) => `${items.map((item) => `- ${item}\n`).join('')}\n`) as Said<{ items: readonly string[] }>],
  [Action, (({ children, href }) => `${children}:\n${href}\n\n`) as Said<{ children: string; href: string }>],
]);

export function toText(node: ReactNode): string {
  if (node === null || node === undefined || typeof node === 'boolean') return '';
  if (Array.isArray(node)) return node.map(toText).join('');
  if (!isValidElement(node)) return String(node);
  const { type, props } = node as ReactElement<{ children?: ReactNode }>;
  if (type === Fragment) return toText(props.children);
  const say = SAYS.get(type);
  if (!say) throw new Error('A message is made of the pieces in parts.tsx; this one has no plain-text form.');
  return say(props as never);
}
