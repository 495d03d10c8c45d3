/** A person asks what there is about them, or wants it gone: find them, and see who was erased before. */
import { getLocale, getTranslations } from 'next-intl/server';
import { readFlash } from '@/app/console/flash';
import { ProofNotice } from '@/app/console/settings/proof-notice';
import { SettingsFrame } from '@/app/console/settings/settings-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Nothing, Pane } from '@/components/console/pane';
import { Cell, Row, Table } from '@/components/console/table';
import { Button } from '@/components/ui/button';
import { Field, Input, Select } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { type FoundPerson, latestErasures, listAppNames, readPerson } from '@/lib/accounts/find-people';

const PAGE = '/console/settings/people';

type Search = { problem?: string; told?: string };

export default async function PeoplePage({ searchParams }: { searchParams: Promise<Search> }) {
  const { agent, now } = await requireAgent('erase:users');
  const { problem, told } = await searchParams;
  const [t, flash, apps, erased] = [
    await getTranslations('console.settings.people'),
    await readFlash(problem ?? told),
    await listAppNames(),
    await latestErasures(),
  ];
  const ids = Array.isArray(flash?.details.people) ? flash.details.people : [];
  const found = (await Promise.all(ids.map((id) => readPerson(String(id))))).flatMap((person) => person ?? []);
  return (
    <SettingsFrame agent={agent} now={now} section="people">
      <ProofNotice agent={agent} page={PAGE} now={now} />
      <Pane id="find" title={t('find')}>
        {problem && flash && <Notice tone="bad">{flash.message}</Notice>}
        <form
          method="post"
          action={`/api${PAGE}`}
          className="grid max-w-xl items-end gap-3 sm:grid-cols-[1fr_2fr_auto]"
        >
          <Field id="app" label={t('app')}>
            <Select dense id="app" name="app" defaultValue={flash?.typed.app ?? ''}>
              <option value="">{t('everyApp')}</option>
              {apps.map(({ key, name }) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
          <Field id="name" label={t('name')}>
            <Input
              dense
              id="name"
              name="name"
              required
              maxLength={254}
              autoComplete="off"
              defaultValue={flash?.typed.name ?? ''}
            />
          </Field>
          <Button size="dense">{t('look')}</Button>
        </form>
      </Pane>
      {found.length > 0 && <PeopleTable caption={t('found')} people={found} />}
      <div className="grid gap-2">
        <h2 id="erased" className="font-semibold">
          {t('erasedBefore')}
        </h2>
        {erased.length === 0 ? (
          <Nothing>{t('nobodyYet')}</Nothing>
        ) : (
          <PeopleTable caption={t('erasedBefore')} people={erased} />
        )}
      </div>
    </SettingsFrame>
  );
}

async function PeopleTable({ caption, people }: { caption: string; people: readonly FoundPerson[] }) {
  const [t, locale] = [await getTranslations('console.settings.people'), await getLocale()];
  const columns = (['person', 'app', 'since', 'tickets', 'state'] as const).map((name) => ({
    key: name,
    label: t(name),
    number: name === 'tickets',
  }));
  return (
    <Table caption={caption} columns={columns}>
      {people.map((person) => (
        <Row key={person.id}>
          <Cell className="max-w-64">
            <a
              href={`${PAGE}/${person.id}`}
              className="inline-flex min-h-6 items-center break-all text-accent underline"
            >
              <bdi>{person.externalId}</bdi>
            </a>
          </Cell>
          <Cell>{person.appName}</Cell>
          <Cell className="whitespace-nowrap">
            <Time at={person.since} style="clock" locale={locale} />
          </Cell>
          <Cell number>{person.tickets}</Cell>
          <Cell className="whitespace-nowrap">
            {person.erasedAt
              ? t.rich(person.doneAt ? 'erasedOn' : 'erasing', {
                  when: () => <Time at={person.erasedAt!} style="clock" locale={locale} />,
                })
              : t('here')}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
