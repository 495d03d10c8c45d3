/** What speaks for the user, what against, and what is open; each with where it comes from. */
import { useTranslations } from 'next-intl';
import type { IconName } from '@/components/ui/icon';
import { Icon } from '@/components/ui/icon';
import type { Fact, FactSource, Side } from '@/lib/rules/for-and-against';

const SIDES: readonly [Side, IconName, string][] = [
  ['for', 'check', 'text-ok'],
  ['against', 'cross', 'text-bad'],
  ['unclear', 'question', 'text-wait'],
];

/** Which pane shows it in full. */
const SHOWN_IN: Record<FactSource, string> = {
  postbacks: '#evidence',
  clicks: '#evidence',
  game: '#evidence',
  user: '#conversation',
  screenshots: '#screenshots',
  history: '#person',
  people: '#person',
  offer: '#offer',
};

export function ForAndAgainst({ facts }: { facts: readonly Fact[] }) {
  const t = useTranslations('console.evidence');
  return (
    <div className="grid gap-3 border-t border-line pt-3">
      {SIDES.map(([side, icon, tone]) => {
        const found = facts.filter((fact) => fact.side === side);
        if (found.length === 0 && side === 'unclear') return null;
        return (
          <section key={side} className="grid content-start gap-1">
            <h3 className={`font-semibold uppercase ${tone}`}>{t(side)}</h3>
            {found.length === 0 && <p className="text-quiet">{t(side === 'for' ? 'nothingFor' : 'nothingAgainst')}</p>}
            <ul className="grid gap-1">
              {found.map((fact) => (
                <li key={`${fact.kind}:${fact.step}`} className="flex gap-1.5">
                  <Icon name={icon} className={`mt-0.5 size-4 ${tone}`} />
                  <span className="min-w-0 flex-1">
                    <FactWords fact={fact} /> <Source fact={fact} />
                  </span>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function FactWords({ fact }: { fact: Fact }) {
  const t = useTranslations('console.fact');
  const doubt = useTranslations('console.doubt');
  const { kind, step = '', detail = '', count = 0 } = fact;
  if (kind === 'weak-confirmation' && doubt.has(detail)) {
    return t('weak-confirmation-because', { step, because: doubt(detail) });
  }
  return t(kind, { step, detail: detail && (kind === 'rejected' ? `(${detail})` : detail), count });
}

function Source({ fact: { source } }: { fact: Fact }) {
  const t = useTranslations('console.factSource');
  return (
    <a href={SHOWN_IN[source]} className="inline-flex min-h-6 items-center text-xs text-quiet hover:underline">
      {t(source)}
    </a>
  );
}
