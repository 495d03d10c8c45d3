/** Keys of the operator's API: which there are, what each may do, when it was used last. */
import { getLocale, getTranslations } from 'next-intl/server';
import { readFlash } from '@/app/console/flash';
import { NewKeyForm } from '@/app/console/settings/api-keys/new-key-form';
import { ProofNotice } from '@/app/console/settings/proof-notice';
import { SettingsFrame } from '@/app/console/settings/settings-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Nothing } from '@/components/console/pane';
import { Cell, Row, Table } from '@/components/console/table';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Field, Input } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { type ApiKeySummary, listApiKeys } from '@/lib/accounts/api-keys';
import { unseal } from '@/lib/accounts/sealed';
import { can } from '@/lib/rules/permissions';

type Search = { problem?: string; told?: string; done?: string };

const PAGE = '/console/settings/api-keys';

export default async function ApiKeysPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { agent, now } = await requireAgent('settings:read');
  const { problem, told, done } = await searchParams;
  const [t, flash, keys] = [
    await getTranslations('console.settings.apiKeys'),
    await readFlash(problem ?? told),
    await listApiKeys(),
  ];
  const sealed = flash?.details.key;
  const key = typeof sealed === 'string' ? unseal('shown-once', sealed) : null;
  const mayChange = can(agent.role, 'keys:write');
  return (
    <SettingsFrame agent={agent} now={now} section="api-keys">
      {mayChange && <ProofNotice agent={agent} page={PAGE} now={now} />}
      <div id="told" className="grid gap-3 empty:hidden">
        {key && <NewKey text={key} />}
        {done === 'revoked' && <Notice tone="ok">{t('revoked')}</Notice>}
        {problem && flash && <Notice tone="bad">{flash.message}</Notice>}
      </div>
      {keys.length === 0 ? <Nothing>{t('none')}</Nothing> : <KeyTable keys={keys} mayChange={mayChange} now={now} />}
      {mayChange && <NewKeyForm typed={flash?.typed ?? {}} />}
    </SettingsFrame>
  );
}

async function NewKey({ text }: { text: string }) {
  const t = await getTranslations('console.settings.apiKeys');
  return (
    <Notice tone="wait" title={t('once')}>
      <p className="flex flex-wrap items-center gap-2">
        <code className="break-all" translate="no">
          {text}
        </code>
        <CopyButton size="dense" text={text} label={t('copy')} done={t('copied')} />
      </p>
    </Notice>
  );
}

type KeyTableProps = { keys: readonly ApiKeySummary[]; mayChange: boolean; now: Date };

async function KeyTable({ keys, mayChange, now }: KeyTableProps) {
  const [t, locale] = [await getTranslations('console.settings.apiKeys'), await getLocale()];
  const columns = (['name', 'may', 'made', 'used', 'until'] as const).map((name) => ({ key: name, label: t(name) }));
  return (
    <Table caption={t('list')} columns={[...columns, ...(mayChange ? [{ key: 'end', label: t('revoke') }] : [])]}>
      {keys.map((key) => (
        <Row key={key.id}>
          <Cell>
            <span className="font-medium">{key.name}</span>
            <code className="block text-quiet">{key.hint}…</code>
          </Cell>
          <Cell className="max-w-64">
            {key.scopes.map((scope) => t(`scope.${scope.replace(':', '-')}`)).join(', ')}
          </Cell>
          <Cell>
            <Time at={key.createdAt} style="clock" locale={locale} />
            {key.createdByName && <span className="block text-quiet">{key.createdByName}</span>}
          </Cell>
          <Cell>{key.lastUsedAt ? <Time at={key.lastUsedAt} now={now} locale={locale} /> : t('never')}</Cell>
          <Cell>{key.expiresAt ? <Time at={key.expiresAt} style="clock" locale={locale} /> : t('forEver')}</Cell>
          {mayChange && <Cell>{key.revokedAt ? t('isRevoked') : <Revoke id={key.id} name={key.name} />}</Cell>}
        </Row>
      ))}
    </Table>
  );
}

async function Revoke({ id, name }: { id: string; name: string }) {
  const t = await getTranslations('console.settings.apiKeys');
  return (
    <details>
      <summary className="inline-flex min-h-6 cursor-pointer items-center text-bad underline">{t('revoke')}</summary>
      <form method="post" action={`/api${PAGE}/${id}`} className="mt-1 grid w-56 gap-2">
        <Field id={`typed-${id}`} label={t('typed', { name })}>
          <Input dense id={`typed-${id}`} name="typed" required autoComplete="off" maxLength={200} />
        </Field>
        <Button size="dense" look="danger">
          {t('revokeNow')}
        </Button>
      </form>
    </details>
  );
}
