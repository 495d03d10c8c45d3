/** On a phone the columns lie below each other: one tap to each. */
import { useTranslations } from 'next-intl';

const PANES = ['evidence', 'recheck', 'conversation', 'person', 'offer'] as const;

export function PaneAnchors({ asked }: { asked: boolean }) {
  const t = useTranslations('console.ticket');
  return (
    <nav aria-label={t('panes')} className="sticky top-0 z-10 -mx-4 border-b border-line bg-raised px-2 lg:hidden">
      <ul className="flex overflow-x-auto">
        {PANES.filter((pane) => pane !== 'recheck' || asked).map((pane) => (
          <li key={pane}>
            <a href={`#${pane}`} className="inline-flex min-h-9 items-center px-2.5 text-accent">
              {t(pane)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
