/** The tags that agents choose from: made, coloured, merged and put away. */
import { getTranslations } from 'next-intl/server';
import { readFlash } from '@/app/console/flash';
import { SettingsFrame } from '@/app/console/settings/settings-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Cell, Row, Table } from '@/components/console/table';
import { TagChip } from '@/components/console/tag-chip';
import { Button } from '@/components/ui/button';
import { Field, Input, Select } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { can } from '@/lib/rules/permissions';
import { TAG_TONES } from '@/lib/rules/tags';
import { readTags, type Tag } from '@/lib/tickets/keep-tags';

type Props = { searchParams: Promise<{ problem?: string | string[]; done?: string | string[] }> };

export default async function TagsPage({ searchParams }: Props) {
  const { agent, now } = await requireAgent('tickets:read');
  const { problem, done } = await searchParams;
  const flash = await readFlash([problem].flat()[0]);
  const tags = await readTags();
  const t = await getTranslations('console.tags');
  const mayKeep = can(agent.role, 'macros:write');
  const columns = ['name', 'tickets', 'macros', ...(mayKeep ? ['change'] : [])];
  return (
    <SettingsFrame agent={agent} now={now} section="tags">
      {flash && <Notice tone="bad" title={flash.message} />}
      {done && !flash && <Notice tone="ok">{t('saved')}</Notice>}
      {mayKeep && <NewTag typed={flash?.typed} />}
      <div id="tags" className="scroll-mt-4">
        <Table caption={t('caption')} columns={columns.map((key) => ({ key, label: t(`column.${key}`) }))}>
          {tags.map((tag) => (
            <Row key={tag.name}>
              <Cell className="min-w-28">
                <TagChip tone={tag.tone}>{tag.name}</TagChip>
                {tag.archivedAt && <span className="ms-2 text-quiet">{t('archived')}</span>}
              </Cell>
              <Cell className="tabular-nums">{tag.tickets >= 1_000 ? '1,000+' : tag.tickets}</Cell>
              <Cell className="tabular-nums">{tag.macros}</Cell>
              {mayKeep && (
                <Cell>
                  <Changes tag={tag} others={tags.filter(({ name, archivedAt }) => name !== tag.name && !archivedAt)} />
                </Cell>
              )}
            </Row>
          ))}
        </Table>
      </div>
    </SettingsFrame>
  );
}

async function NewTag({ typed }: { typed: Record<string, string> | undefined }) {
  const t = await getTranslations('console.tags');
  return (
    <form method="post" action="/api/console/tags" className="flex flex-wrap items-end gap-2">
      <Field id="name" label={t('new')}>
        <Input
          dense
          id="name"
          name="name"
          required
          maxLength={40}
          defaultValue={typed?.do === 'save' ? typed.name : ''}
        />
      </Field>
      <Field id="tone" label={t('tone')}>
        <Tones id="tone" value="plain" />
      </Field>
      <Button size="dense" look="primary" name="do" value="save">
        {t('add')}
      </Button>
    </form>
  );
}

async function Tones({ id, value, label }: { id?: string; value: string; label?: string }) {
  const t = await getTranslations('console.tags.tones');
  return (
    <Select dense id={id} name="tone" defaultValue={value} aria-label={label} className="w-auto!">
      {TAG_TONES.map((tone) => (
        <option key={tone} value={tone}>
          {t(tone)}
        </option>
      ))}
    </Select>
  );
}

async function Changes({ tag, others }: { tag: Tag; others: Tag[] }) {
  const t = await getTranslations('console.tags');
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1">
      <form method="post" action="/api/console/tags" className="flex items-center gap-1">
        <input type="hidden" name="name" value={tag.name} />
        <Tones value={tag.tone} label={t('toneOf', { name: tag.name })} />
        <Button size="dense" name="do" value="save">
          {t(tag.archivedAt ? 'restore' : 'recolour')}
        </Button>
        {!tag.archivedAt && (
          <Button size="dense" name="do" value="archive">
            {t('archive')}
          </Button>
        )}
      </form>
      {others.length > 0 && (
        <form method="post" action="/api/console/tags" className="flex items-center gap-1">
          <input type="hidden" name="name" value={tag.name} />
          <Select
            dense
            name="into"
            required
            defaultValue=""
            aria-label={t('mergeOf', { name: tag.name })}
            className="w-auto!"
          >
            <option value="" disabled>
              {t('mergeInto')}
            </option>
            {others.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
          <Button size="dense" name="do" value="merge">
            {t('merge')}
          </Button>
        </form>
      )}
    </div>
  );
}
