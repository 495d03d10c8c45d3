/** The pieces that a message is made of. Each has a second form, plain text (to-text.ts). */
import { Button, Link, Section, Text } from '@react-email/components';
import type { ReactNode } from 'react';
import { light } from '@/lib/emails/palette';

type Words = { children: ReactNode };

const words = { color: light.text, fontSize: '16px', lineHeight: '24px', margin: '0 0 16px' };

export function Paragraph({ children }: Words) {
  return (
    <Text className="words" style={words}>
      {children}
    </Text>
  );
}

/** What matters less. */
export function Quiet({ children }: Words) {
  return (
    <Text className="quiet" style={{ ...words, color: light.quiet, fontSize: '14px', lineHeight: '20px' }}>
      {children}
    </Text>
  );
}

/** Somebody's own words, with their line breaks. */
export function Quote({ children }: { children: string }) {
  return (
    <Text
      className="words"
      style={{
        ...words,
        borderInlineStart: `3px solid ${light.line}`,
        paddingInlineStart: '12px',
        whiteSpace: 'pre-line',
      }}
    >
      {children}
    </Text>
  );
}

export function Points({ items }: { items: readonly string[] }) {
  return (
    <ul className="words" style={{ ...words, paddingInlineStart: '24px' }}>
      {items.map((item) => (
        <li key={item} style={{ margin: '0 0 8px' }}>
          {item}
        </li>
      ))}
    </ul>
  );
}

/** A button, and below it the address itself for programs that show no buttons. */
export function Action({ href, children }: { href: string; children: string }) {
  const button = {
    backgroundColor: light.accent,
    borderRadius: '6px',
    color: light.onAccent,
    fontSize: '16px',
    lineHeight: '24px',
    padding: '12px 20px',
    textDecoration: 'none',
  };
  return (
    <Section style={{ margin: '0 0 16px' }}>
      <Button className="action" href={href} style={button}>
        {children}
      </Button>
      <Text
        className="quiet"
        style={{
          ...words,
          color: light.quiet,
          fontSize: '13px',
          lineHeight: '20px',
          margin: '8px 0 0',
          overflowWrap: 'anywhere',
        }}
      >
        <Link href={href} className="quiet" style={{ color: light.quiet, textDecoration: 'underline' }}>
          {href}
        </Link>
      </Text>
    </Section>
  );
}

/** Digits to be read and typed: large, apart, and always from left to right. */
export function Code({ children }: { children: string }) {
  const style = {
    ...words,
    border: `1px solid ${light.line}`,
    borderRadius: '6px',
    fontFamily: 'ui-monospace, Menlo, Consolas, monospace',
    fontSize: '28px',
    letterSpacing: '6px',
    lineHeight: '40px',
    padding: '8px 0',
    textAlign: 'center',
  } as const;
  return (
    <Text className="code" dir="ltr" style={style}>
      {children}
    </Text>
  );
}
