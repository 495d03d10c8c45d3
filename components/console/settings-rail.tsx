/**
 * The sections of the settings, in the order in which they are shown, and who may look into each. A new section is one line
 * here, its page below app/console/settings and its words below `console.settings`.
 */
import { useTranslations } from 'next-intl';
import { classNames } from '@/components/ui/class-names';
import { can, type Permission, type Role } from '@/lib/rules/permissions';

type Section = { name: string; permission: Permission };

const SECTIONS = [
  { name: 'agents', permission: 'agents:read' },
  { name: 'roles', permission: 'tickets:read' },
  { name: 'assignment', permission: 'settings:read' },
  { name: 'macros', permission: 'tickets:read' },
  { name: 'reasons', permission: 'tickets:read' },
  { name: 'tags', permission: 'tickets:read' },
  { name: 'emails', permission: 'settings:read' },
  { name: 'automation', permission: 'settings:read' },
  { name: 'api-keys', permission: 'settings:read' },
  { name: 'calendars', permission: 'settings:read' },
  { name: 'advertisers', permission: 'settings:read' },
  { name: 'suppressions', permission: 'pii:view' },
  { name: 'people', permission: 'erase:users' },
] as const satisfies readonly Section[];

export type SettingsSection = (typeof SECTIONS)[number]['name'];

export function sectionsFor(role: Role): SettingsSection[] {
  return SECTIONS.filter(({ permission }) => can(role, permission)).map(({ name }) => name);
}

type SettingsRailProps = { role: Role; current: SettingsSection | null };

export function SettingsRail({ role, current }: SettingsRailProps) {
  const t = useTranslations('console.settings');
  return (
    <nav aria-label={t('title')}>
      <ul className="flex flex-wrap gap-0.5 lg:grid">
        {sectionsFor(role).map((name) => (
          <li key={name}>
            <a
              href={`/console/settings/${name}`}
              aria-current={current === name ? 'page' : undefined}
              className={classNames(
                'flex min-h-7 items-center rounded-chip px-2 py-0.5 hover:bg-raised',
                current === name && 'bg-accent-fill font-medium text-accent hover:bg-accent-fill',
              )}
            >
              {t(`section.${name}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
