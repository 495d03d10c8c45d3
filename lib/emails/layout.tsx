/** The sheet that every message is written on: readable on a phone, in the dark, and from right to left. */
import { Body, Container, Head, Heading, Hr, Html } from '@react-email/components';
import type { ReactNode } from 'react';
import { darkRules, light } from '@/lib/emails/palette';
import { Quiet } from '@/lib/emails/parts';

const FONTS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

type Sheet = { language: string; dir: 'ltr' | 'rtl'; heading: string; footer: string; children: ReactNode };

export function Layout({ language, dir, heading, footer, children }: Sheet) {
  return (
    <Html lang={language} dir={dir}>
      <Head>
        <title>{heading}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <style>{darkRules}</style>
      </Head>
      <Body className="page" style={{ backgroundColor: light.page, fontFamily: FONTS, margin: 0, padding: '16px 8px' }}>
        <Container className="sheet" style={sheet}>
          <Heading
            as="h1"
            className="words"
            style={{ color: light.text, fontSize: '22px', lineHeight: '28px', margin: '0 0 16px' }}
          >
            {heading}
          </Heading>
          {children}
          <Hr style={{ borderColor: light.line, margin: '8px 0 16px' }} />
          <Quiet>{footer}</Quiet>
        </Container>
      </Body>
    </Html>
  );
}

const sheet = {
  backgroundColor: light.sheet,
  border: `1px solid ${light.line}`,
  borderRadius: '8px',
  maxWidth: '560px',
  padding: '24px 20px 8px',
};
