/**
 * How a game is told about rewards: a form that stands in its own address, so that the preview and every fault show without
 * a script; its secret; and the switch, which wants an acknowledged test first. Nothing is saved before Save.
 */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { AddressPane } from '@/app/console/apps/[key]/address-pane';
import { AppFrame } from '@/app/console/apps/[key]/app-frame';
import { OptionsPane } from '@/app/console/apps/[key]/options-pane';
import { PreviewPane } from '@/app/console/apps/[key]/preview-pane';
import { ReadOnlyPane } from '@/app/console/apps/[key]/read-only-pane';
import { SecretSection } from '@/app/console/apps/[key]/secret-section';
import { StateSection } from '@/app/console/apps/[key]/state-section';
import { readFlash } from '@/app/console/flash';
import { requireAgent } from '@/app/console/signed-in';
import { LiveForm } from '@/components/console/live-form';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { type CallbackFields, readCallbackForm, toFields } from '@/lib/offers/callback-form';
import { type CallbackSetup, readCallbackSetup } from '@/lib/offers/callback-setup';
import { readRevealedCallbackSecrets } from '@/lib/offers/reveal-callback-secret';
import { can } from '@/lib/rules/permissions';

type Search = Record<string, string | string[] | undefined>;
type Props = { params: Promise<{ key: string }>; searchParams: Promise<Search> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).key) };
}

export default async function AppPage({ params, searchParams }: Props) {
  const { agent, now } = await requireAgent('apps:read');
  const app = (await readCallbackSetup(decodeURIComponent((await params).key))) ?? notFound();
  const { fields, done, shown, problem, version, changed } = readSearch(await searchParams);
  const mayChange = can(agent.role, 'apps:write');
  const revealed = mayChange && shown ? await readRevealedCallbackSecrets(app.key, shown, agent.id, now) : null;
  const section = { app, mayChange, flash: await readFlash(problem), done, revealed, now };
  return (
    <AppFrame app={app} agent={agent} now={now} tab="setup">
      <Told app={app} done={done} changed={changed} mayChange={mayChange} />
      {mayChange ? (
        <SetupForm app={app} fields={fields ?? savedFields(app)} version={version ?? String(app.version)} now={now} />
      ) : (
        <ReadOnlyPane app={app} now={now} />
      )}
      <div className="grid grid-cols-1 items-start gap-3 xl:grid-cols-2">
        <SecretSection {...section} />
        <StateSection {...section} />
      </div>
    </AppFrame>
  );
}

type ToldProps = { app: CallbackSetup; done: string | undefined; changed: boolean; mayChange: boolean };

async function Told({ app, done, changed, mayChange }: ToldProps) {
  const t = await getTranslations('console.app');
  if (!mayChange) return <p className="text-quiet">{t('readOnly')}</p>;
  if (changed) {
    return (
      <Notice tone="wait" title={t('changed')}>
        {t('kept')}
      </Notice>
    );
  }
  if (done === 'callback' || done === 'off') {
    return (
      <Notice tone={done === 'off' ? 'wait' : 'ok'} title={t('saved')}>
        {done === 'off' ? t('switchedOff') : !app.enabled && t('next')}
      </Notice>
    );
  }
  return app.config ? null : <Notice tone="info">{t('first')}</Notice>;
}

type FormProps = { app: CallbackSetup; fields: CallbackFields; version: string; now: Date };

async function SetupForm({ app, fields, version, now }: FormProps) {
  const t = await getTranslations('console.app');
  const { config, faults } = readCallbackForm(fields);
  // An empty form is not a wrong one.
  const shown = fields.url === undefined ? [] : faults;
  const path = `/console/apps/${encodeURIComponent(app.key)}`;
  return (
    <LiveForm path={path}>
      <input type="hidden" name="version" value={version} />
      <div className="grid grid-cols-1 items-start gap-3 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid grid-cols-1 gap-3">
          {/* The one that Enter presses. */}
          <button type="submit" hidden />
          <AddressPane fields={fields} config={config} faults={shown} />
          <OptionsPane fields={fields} config={config} faults={shown} />
        </div>
        <div className="grid grid-cols-1 gap-3 xl:sticky xl:top-3">
          <p className="flex flex-wrap items-center gap-2">
            <Button
              size="dense"
              look="primary"
              formMethod="post"
              formAction={`/api/console/apps/${encodeURIComponent(app.key)}/callback`}
            >
              {t('save')}
            </Button>
            <Button size="dense">{t('update')}</Button>
          </p>
          <PreviewPane app={app} config={config} faults={shown} now={now} />
        </div>
      </div>
    </LiveForm>
  );
}

function savedFields({ config }: CallbackSetup): CallbackFields {
  return config ? toFields(config) : { dialect: 'standard', completed: 'on', pending: 'on', reconciled: 'on' };
}

const LONGEST = 8192;

/** Without `dialect` no form was sent: what is saved is shown. */
function readSearch(search: Search) {
  const { done, shown, problem, at, version, changed, ...fields } = Object.fromEntries(
    Object.entries(search).map(([name, value]) => [name, ([value].flat()[0] ?? '').slice(0, LONGEST)]),
  );
  return {
    fields: fields.dialect === undefined ? null : (fields as CallbackFields),
    done,
    shown,
    problem,
    version: /^[1-9]\d{0,8}$/.test(version ?? '') ? version : undefined,
    changed: changed !== undefined,
  };
}
