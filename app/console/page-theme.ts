/**
 * Light or dark, as the agent wants the console; written into the page by the server, so that nothing flashes. The wall goes
 * by the device alone.
 */
import { headers } from 'next/headers';
import { namedSession } from '@/app/console/signed-in';
import { themeOfSession } from '@/lib/accounts/preferences';
import { log } from '@/lib/foundation/log';

/** Undefined: as the device has it. */
export async function pageTheme(): Promise<'light' | 'dark' | undefined> {
  const page = (await headers()).get('x-page') ?? '';
  if (!page.startsWith('/console')) return undefined;
  const sessionId = await namedSession();
  const theme = sessionId ? await themeOfSession(sessionId).catch(notKnown) : 'system';
  return theme === 'system' ? undefined : theme;
}

/** A page that says what is wrong is worth more than its colours. */
function notKnown(error: Error): 'system' {
  log.warn({ reason: error.message }, 'cannot read the theme');
  return 'system';
}
