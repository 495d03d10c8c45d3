import { Section } from '@/app/dev/section';
import { Cell, Row, Table } from '@/components/console/table';
import { LinkButton } from '@/components/ui/button';
import type { DemoLogin } from '@/lib/reports/demo-people';

const WHAT: Record<string, string> = {
  admin: 'everything, settings and agents included',
  lead: 'decides, and reads the audit',
  senior: 'decides',
  agent: 'decides',
  auditor: 'sees everything and changes nothing',
};

const COLUMNS = [
  { key: 'role', label: 'Role' },
  { key: 'email', label: 'E-mail' },
  { key: 'password', label: 'Password' },
  { key: 'what', label: 'What they do' },
];

/** The agents of the demo with their passwords, which were made for this data folder alone. */
export function SignIn({ logins, gameUrl }: { logins: DemoLogin[]; gameUrl: string | null }) {
  return (
    <Section id="console" title="Sign in as an agent, and see what went out">
      {logins.length > 0 && (
        <Table caption="Agents" columns={COLUMNS}>
          {logins.map(({ role, email, password }) => (
            <Row key={email}>
              <Cell>{role}</Cell>
              <Cell>{email}</Cell>
              <Cell className="font-mono whitespace-nowrap">{password}</Cell>
              <Cell className="text-quiet">{WHAT[role]}</Cell>
            </Row>
          ))}
        </Table>
      )}
      <p className="flex flex-wrap gap-3">
        <LinkButton look="primary" href="/console">
          Console
        </LinkButton>
        <LinkButton href="/dev/mailbox">Mailbox</LinkButton>
        {gameUrl && <LinkButton href={gameUrl}>What the games have paid</LinkButton>}
      </p>
    </Section>
  );
}
