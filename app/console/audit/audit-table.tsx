/** The lines of the audit log: readable without opening anything, long values folded. */
import { useLocale, useTranslations } from 'next-intl';
import { Changes } from '@/app/console/audit/changes';
import { Cell, Row, Table } from '@/components/console/table';
import { Time } from '@/components/ui/time';
import type { AuditLine } from '@/lib/reports/audit-log';
import { subjectPage } from '@/lib/rules/audit-filter';

export function AuditTable({ lines, path }: { lines: readonly AuditLine[]; path: string }) {
  const t = useTranslations('console.audit');
  const columns = (['when', 'who', 'action', 'subject', 'changes', 'from'] as const).map((key) => ({
    key,
    label: t(`column.${key}`),
  }));
  return (
    <Table caption={t('title')} columns={columns}>
      {lines.map((line) => (
        <Line key={line.id} line={line} path={path} />
      ))}
    </Table>
  );
}

function Line({ line, path }: { line: AuditLine; path: string }) {
  const locale = useLocale();
  const narrowed = (name: string, value: string) => `${path}?${new URLSearchParams({ [name]: value })}`;
  return (
    <Row>
      <Cell className="align-top whitespace-nowrap">
        <Time at={line.at} style="exact" locale={locale} />
      </Cell>
      <Cell className="align-top">
        <a href={narrowed('actor', line.actorId ?? line.actorKind)} className="text-accent hover:underline">
          <Who line={line} />
        </a>
      </Cell>
      <Cell className="align-top font-mono whitespace-nowrap">
        <a href={narrowed('action', line.action)} className="text-accent hover:underline">
          {line.action}
        </a>
      </Cell>
      <Cell className="min-w-48 align-top">
        <Subject subject={line.subject} narrowed={narrowed('subject', line.subject)} />
      </Cell>
      <Cell className="min-w-64 align-top">
        <Changes before={line.before} after={line.after} />
      </Cell>
      <Cell className="align-top">
        <From line={line} narrowed={narrowed} />
      </Cell>
    </Row>
  );
}

function Who({ line }: { line: AuditLine }) {
  const t = useTranslations('console.audit');
  if (line.actorName) return line.actorName;
  return line.actorId ? `${t(`kind.${line.actorKind}`)} ${line.actorId}` : t(`kind.${line.actorKind}`);
}

/** To the page of what it is about, if there is one; else to everything about it. */
function Subject({ subject, narrowed }: { subject: string; narrowed: string }) {
  return (
    <a href={subjectPage(subject) ?? narrowed} className="font-mono break-all text-accent hover:underline">
      {subject}
    </a>
  );
}

function From({ line, narrowed }: { line: AuditLine; narrowed: (name: string, value: string) => string }) {
  const t = useTranslations('console.audit');
  return (
    <div className="grid text-xs text-quiet">
      {line.ip && (
        <a href={narrowed('ip', line.ip)} className="font-mono hover:underline">
          {line.ip}
        </a>
      )}
      {line.batchId && (
        <a href={narrowed('batch', line.batchId)} className="text-accent hover:underline">
          {t('batch')}
        </a>
      )}
      <span title={line.requestId ?? undefined}>
        {line.sealId === null ? t('unsealed') : t('seal', { number: String(line.sealId) })}
      </span>
    </div>
  );
}
