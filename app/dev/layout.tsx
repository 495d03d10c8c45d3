/** The demo's back room: it exists only while the built-in mail sink is in use. For people who try Makegood out; English only. */
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { env } from '@/lib/foundation/env';

export const dynamic = 'force-dynamic';

export default function DevLayout({ children }: { children: ReactNode }) {
  if (!env.MAIL_SINK_DIR) notFound();
  const places = [
    ['/dev', 'Everything'],
    ['/dev/mailbox', 'Mailbox'],
    ['/console', 'Console'],
    ...(env.DEMO_GAME_URL ? [[env.DEMO_GAME_URL, 'Game server']] : []),
  ] as const;
  return (
    <div lang="en" dir="ltr">
      <nav aria-label="Demo" className="mx-auto flex max-w-4xl flex-wrap gap-x-5 px-4 pt-2">
        {places.map(([href, label]) => (
          <a key={href} href={href} className="min-h-11 content-center text-accent">
            {label}
          </a>
        ))}
      </nav>
      {children}
    </div>
  );
}
