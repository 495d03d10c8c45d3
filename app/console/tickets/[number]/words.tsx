/** What somebody wrote, as text and nothing else. Quoted mail and very long words are folded, never cut. */
import { useTranslations } from 'next-intl';
import { splitQuote } from '@/lib/rules/split-quote';

const LONG = 700;

export function Words({ children }: { children: string }) {
  const t = useTranslations('console.conversation');
  const { said, quoted } = splitQuote(children);
  const cut = said.length > LONG ? borderBefore(said, LONG) : said.length;
  return (
    <>
      <Text>{said.slice(0, cut)}</Text>
      {cut < said.length && (
        <details>
          <summary className="w-fit text-accent">{t('more')}</summary>
          <Text>{said.slice(cut).trimStart()}</Text>
        </details>
      )}
      {quoted && (
        <details>
          <summary className="w-fit text-quiet">{t('quoted')}</summary>
          <Text>{quoted}</Text>
        </details>
      )}
    </>
  );
}

function Text({ children }: { children: string }) {
  return (
    <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
      {children}
    </p>
  );
}

/** Between two words, if there is such a place nearby. */
function borderBefore(text: string, at: number): number {
  const border = text.lastIndexOf(' ', at);
  return border > at / 2 ? border : at;
}
