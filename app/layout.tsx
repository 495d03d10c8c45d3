import type { Metadata, Viewport } from 'next';
import { getLocale } from 'next-intl/server';
import type { ReactNode } from 'react';
import { pageTheme } from '@/app/console/page-theme';
import { LocalTimes } from '@/components/ui/local-times';
import { direction } from '@/lib/rules/locales';
import './globals.css';

export const metadata: Metadata = { title: { default: 'Makegood', template: '%s · Makegood' } };
export const viewport: Viewport = { width: 'device-width', initialScale: 1, viewportFit: 'cover' };

/** Next puts the nonce of the request's policy (proxy.ts) on every script it writes. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await getLocale();
  return (
    <html lang={locale} dir={direction(locale)} data-theme={await pageTheme()}>
      <body>
        {children}
        <LocalTimes />
      </body>
    </html>
  );
}
