/** One person: how much there is about them and what becomes of it, the archive to hand over, and the erasure. */
import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { readFlash } from '@/app/console/flash';
import { ProofNotice } from '@/app/console/settings/proof-notice';
import { SettingsFrame } from '@/app/console/settings/settings-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Pane } from '@/components/console/pane';
import { Cell, Row, Table } from '@/components/console/table';
import { Button, LinkButton } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { type Counted, countPersonalData } from '@/lib/accounts/count-personal-data';
import { type FoundPerson, readPerson } from '@/lib/accounts/find-people';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ problem?: string }> };

const BECOMINGS = ['removed', 'pseudonymised', 'kept'] as const;

export default async function PersonPage({ params, searchParams }: Props) {
  const { agent, now } = await requireAgent('erase:users');
  const [{ id }, { problem }] = [await params, await searchParams];
  const person = await readPerson(id);
  if (!person) notFound();
  const [t, locale, flash, counted] = [
    await getTranslations('console.settings.people'),
    await getLocale(),
    await readFlash(problem),
    await countPersonalData(person.id),
  ];
  const page = `/console/settings/people/${person.id}`;
  return (
    <SettingsFrame agent={agent} now={now} section="people">
      <p>
        <LinkButton size="dense" href="/console/settings/people">
          {t('all')}
        </LinkButton>
      </p>
      <h2 className="text-base font-semibold break-all">
        <bdi>{person.externalId}</bdi> · {person.appName}
      </h2>
      {person.erasedAt && (
        <Notice tone={person.doneAt ? 'ok' : 'wait'}>
          {t.rich(person.doneAt ? 'isErased' : 'isBeingErased', {
            when: () => <Time at={person.erasedAt!} style="clock" locale={locale} />,
          })}
        </Notice>
      )}
      {!person.erasedAt && <ProofNotice agent={agent} page={page} now={now} />}
      <DataTable counted={counted} erased={person.erasedAt !== null} />
      {!person.erasedAt && <Doings person={person} door={`/api${page}`} problem={flash?.message ?? null} />}
    </SettingsFrame>
  );
}

async function DataTable({ counted, erased }: { counted: readonly Counted[]; erased: boolean }) {
  const t = await getTranslations('console.settings.people');
  const columns = [
    { key: 'what', label: t('what') },
    { key: 'rows', label: t('rows'), number: true },
    { key: 'becomes', label: t(erased ? 'isNow' : 'becomes') },
  ];
  const inOrder = BECOMINGS.flatMap((becoming) => counted.filter((one) => one.becoming === becoming));
  return (
    <Table caption={t('data')} columns={columns}>
      {inOrder.map(({ table, rows, becoming }) => (
        <Row key={table}>
          <Cell>{t(`table.${table}`)}</Cell>
          <Cell number>{rows}</Cell>
          <Cell className={becoming === 'removed' ? 'text-bad' : undefined}>{t(`becoming.${becoming}`)}</Cell>
        </Row>
      ))}
    </Table>
  );
}

type DoingsProps = { person: FoundPerson; door: string; problem: string | null };

async function Doings({ person, door, problem }: DoingsProps) {
  const t = await getTranslations('console.settings.people');
  return (
    <div className="grid grid-cols-1 gap-3 xl:grid-cols-2">
      <Pane id="export" title={t('export')}>
        <p>{t('exportWhat')}</p>
        <form method="post" action={door}>
          <Button size="dense" look="secondary" name="act" value="export">
            {t('exportNow')}
          </Button>
        </form>
      </Pane>
      <Pane id="erase" title={t('erase')}>
        <p>{t('eraseWhat')}</p>
        <ul className="list-disc ps-5">
          {(['tickets', 'rewards', 'later'] as const).map((line) => (
            <li key={line}>{t(`eraseMeans.${line}`)}</li>
          ))}
        </ul>
        {problem && <Notice tone="bad">{problem}</Notice>}
        <form method="post" action={door} className="flex flex-wrap items-end gap-2">
          <Field
            id="typed"
            label={t.rich('typed', { id: () => <code className="break-all">{person.externalId}</code> })}
          >
            <Input dense id="typed" name="typed" required autoComplete="off" maxLength={128} />
          </Field>
          <Button size="dense" look="danger" name="act" value="erase">
            {t('eraseNow')}
          </Button>
        </form>
      </Pane>
    </div>
  );
}
