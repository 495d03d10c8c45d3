/**
 * The 403 page for a link that is old or was tampered with, and for those without a session. A route handler cannot render
 * React, so this one page is written by hand: system colours, no script.
 */
import { getTranslations } from 'next-intl/server';
import { direction, type Locale, readableLocale } from '@/lib/rules/locales';
import type { Refusal } from '@/lib/rules/refusal';

export async function linkRefusedPage(request: Request, refusal: Refusal, preferred: Locale): Promise<Response> {
  const locale = readableLocale(new URL(request.url).searchParams.get('lang')) ?? preferred;
  const t = await getTranslations({ locale });
  const words = new URL(request.url).searchParams.has('sig') ? badLink(t, refusal) : noLink(t);
  const page = html`<!doctype html>
<html lang="${locale}" dir="${direction(locale)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${words[0]!}</title>
<style nonce="${request.headers.get('x-nonce') ?? ''}">
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { display: grid; align-content: center; min-block-size: 100dvh; max-inline-size: 28rem; margin: auto; padding: 1.5rem; box-sizing: border-box; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; }
</style>
<main><h1>${words[0]!}</h1><p>${words[1]!}</p><p>${words[2] ?? ''}</p><p>${words[3] ?? ''}</p></main>
</html>`;
  return new Response(page, {
    status: 403,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'private, no-store' },
  });
}

type Translate = Awaited<ReturnType<typeof getTranslations>>;

function badLink(t: Translate, refusal: Refusal): string[] {
  const why = refusal.message.includes('too old') ? 'old' : 'wrong';
  return [t('badLink.title'), t(`badLink.${why}`), t('badLink.todo'), t('badLink.still')];
}

/** Not from a link at all: a page of the wall sent them here, because there is no session (any more). */
function noLink(t: Translate): string[] {
  return [t('noSession.title'), t('noSession.body')];
}

/** Every value is escaped. */
function html(parts: TemplateStringsArray, ...values: string[]): string {
  return String.raw(
    { raw: parts },
    ...values.map((value) => value.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)),
  );
}
