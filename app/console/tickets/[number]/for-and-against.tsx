/** What speaks for the user and what against, side by side. */
import { useTranslations } from 'next-intl';
import { Icon } from '@/components/ui/icon';
import type { CaseForAndAgainst, Fact } from '@/lib/rules/ticket-facts';

export function ForAndAgainst({ facts }: { facts: CaseForAndAgainst }) {
  const t = useTranslations('console.evidence');
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Side title={t('for')} nothing={t('nothingFor')} facts={facts.pro} icon="check" tone="text-ok" />
      <Side title={t('against')} nothing={t('nothingAgainst')} facts={facts.contra} icon="cross" tone="text-bad" />
    </div>
  );
}

type SideProps = { title: string; nothing: string; facts: Fact[]; icon: 'check' | 'cross'; tone: string };

function Side({ title, nothing, facts, icon, tone }: SideProps) {
  return (
    <section className="grid content-start gap-1">
      <h3 className={`font-semibold uppercase ${tone}`}>{title}</h3>
      {facts.length === 0 && <p className="text-quiet">{nothing}</p>}
      <ul className="grid gap-1">
        {facts.map((fact) => (
          <li key={`${fact.kind}:${fact.step}`} className="flex gap-1.5">
            <Icon name={icon} className={`mt-0.5 size-4 ${tone}`} />
            <FactWords fact={fact} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function FactWords({ fact }: { fact: Fact }) {
  const t = useTranslations('console.fact');
  const doubt = useTranslations('console.doubt');
  const { kind, step = '', detail = '', count = 0 } = fact;
  if (kind === 'weak-confirmation' && doubt.has(detail))
    return <span className="min-w-0">{t('weak-confirmation-because', { step, because: doubt(detail) })}</span>;
  return (
    <span className="min-w-0">
      {t(kind, { step, detail: detail && (kind === 'rejected' ? `(${detail})` : detail), count })}
    </span>
  );
}
