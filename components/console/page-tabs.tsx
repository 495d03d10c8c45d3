/** The pages of one thing, each at an address of its own. */
import { classNames } from '@/components/ui/class-names';

type PageTabsProps = { label: string; tabs: readonly { href: string; label: string; isCurrent: boolean }[] };

export function PageTabs({ label, tabs }: PageTabsProps) {
  return (
    <nav aria-label={label} className="border-b border-line">
      <ul className="flex flex-wrap gap-1">
        {tabs.map(({ href, label, isCurrent }) => (
          <li key={href}>
            <a
              href={href}
              aria-current={isCurrent ? 'page' : undefined}
              className={classNames(
                'inline-flex min-h-8 items-center border-b-2 px-3 font-medium',
                isCurrent ? 'border-current text-accent' : 'border-transparent text-quiet hover:text-ink',
              )}
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
