/** Who may do what, as the code has it: one row per permission, one column per role. */
import { getTranslations } from 'next-intl/server';
import { SettingsFrame } from '@/app/console/settings/settings-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Cell, Row, Table } from '@/components/console/table';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { can, PERMISSION_GROUPS, type Permission, ROLES } from '@/lib/rules/permissions';

export default async function RolesPage() {
  const { agent, now } = await requireAgent('tickets:read');
  const [t, words] = [await getTranslations('console.settings.roles'), await getTranslations('console')];
  const columns = [
    { key: 'permission', label: t('permission') },
    ...ROLES.map((role) => ({ key: role, label: words(`role.${role}`) })),
  ];
  const permissions: Permission[] = Object.values(PERMISSION_GROUPS).flat();
  return (
    <SettingsFrame agent={agent} now={now} section="roles">
      <Table caption={words('settings.section.roles')} columns={columns}>
        {permissions.map((permission) => (
          <Row key={permission}>
            <Cell className="min-w-44">{t(`may.${permission.replace(':', '-')}`)}</Cell>
            {ROLES.map((role) => (
              <Cell key={role} className={classNames(role === agent.role && 'bg-accent-fill')}>
                <Mark yes={can(role, permission)} words={{ yes: t('yes'), no: t('no') }} />
              </Cell>
            ))}
          </Row>
        ))}
      </Table>
      <p className="text-quiet">{t('yours', { role: words(`role.${agent.role}`) })}</p>
    </SettingsFrame>
  );
}

function Mark({ yes, words }: { yes: boolean; words: { yes: string; no: string } }) {
  return yes ? (
    <span className="inline-flex items-center text-ok">
      <Icon name="check" />
      <span className="sr-only">{words.yes}</span>
    </span>
  ) : (
    <span className="text-quiet">
      <span aria-hidden="true">–</span>
      <span className="sr-only">{words.no}</span>
    </span>
  );
}
