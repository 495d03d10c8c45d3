/** What changed, field by field: what it was struck out in red, what it is in green, and the words for both. */
import { useTranslations } from 'next-intl';
import { type Difference, differences } from '@/lib/rules/audit-diff';

/** So many are seen at once. */
const SHOWN = 3;
const LONGEST = 80;

export function Changes({ before, after }: { before: unknown; after: unknown }) {
  const t = useTranslations('console.audit');
  const all = differences(before, after);
  if (all.length === 0) return <span className="text-quiet">{t('nothing')}</span>;
  return (
    <div className="grid gap-1">
      <List changes={all.slice(0, SHOWN)} />
      {all.length > SHOWN && (
        <details>
          <summary className="cursor-default text-accent">{t('more', { count: all.length - SHOWN })}</summary>
          <List changes={all.slice(SHOWN)} />
        </details>
      )}
    </div>
  );
}

function List({ changes }: { changes: readonly Difference[] }) {
  const t = useTranslations('console.audit');
  return (
    <dl className="grid gap-1">
      {changes.map(({ path, before, after }) => (
        <div key={path} className="flex flex-wrap items-baseline gap-x-2">
          <dt className="font-mono text-xs break-all text-quiet">{path}</dt>
          {before !== null && (
            <dd>
              <span className="sr-only">{t('was')} </span>
              <del className="rounded-chip bg-bad-fill px-1 text-bad">
                <Value text={before} />
              </del>
            </dd>
          )}
          {after !== null && (
            <dd>
              <span className={before === null ? 'sr-only' : 'text-quiet'}>{t('now')} </span>
              <ins className="rounded-chip bg-ok-fill px-1 text-ok no-underline">
                <Value text={after} />
              </ins>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

function Value({ text }: { text: string }) {
  if (text.length <= LONGEST) return <span className="break-all">{text}</span>;
  return (
    <details className="inline-block max-w-full align-top">
      <summary className="cursor-default break-all">{text.slice(0, LONGEST)}…</summary>
      <span className="break-all">{text}</span>
    </details>
  );
}
