/** A page with one message where React is not at hand (route handlers): written by hand, system colours, no script. */
import { direction, type Locale } from '@/lib/rules/locales';

type Page = { status: number; locale: Locale; title: string; lines: readonly string[]; link?: Link };
type Link = { href: string; text: string };

export function plainHtml(request: Request, { status, locale, title, lines, link }: Page): Response {
  const page = html`<!doctype html>
<html lang="${locale}" dir="${direction(locale)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${title}</title>
<style nonce="${request.headers.get('x-nonce') ?? ''}">
:root { color-scheme: light dark; background: Canvas; color: CanvasText; font: 1rem/1.5 system-ui, sans-serif; }
body { display: grid; align-content: center; min-block-size: 100dvh; max-inline-size: 28rem; margin: auto; padding: 1.5rem; box-sizing: border-box; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; }
</style>
<main><h1>${title}</h1>${raw(lines.map((line) => html`<p>${line}</p>`).join(''))}${raw(link ? html`<p><a href="${link.href}">${link.text}</a></p>` : '')}</main>
</html>`;
  return new Response(page, {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'private, no-store' },
  });
}

type Raw = { markup: string };
const raw = (markup: string): Raw => ({ markup });

/** Every value is escaped that was not made here. */
function html(parts: TemplateStringsArray, ...values: (string | Raw)[]): string {
  return String.raw(
    { raw: parts },
    ...values.map((value) =>
      typeof value === 'string' ? value.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`) : value.markup,
    ),
  );
}
