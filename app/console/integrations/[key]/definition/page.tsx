/**
 * What a custom dialect is: a form that stands in its own address, so that every preview, every moved part and every fault
 * works without a script. Nothing is saved before Save.
 */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Answers } from '@/app/console/integrations/[key]/definition/answers';
import type { FormState } from '@/app/console/integrations/[key]/definition/form-field';
import { Meanings } from '@/app/console/integrations/[key]/definition/meanings';
import { Preview } from '@/app/console/integrations/[key]/definition/preview';
import { Recipe } from '@/app/console/integrations/[key]/definition/recipe';
import { IntegrationFrame } from '@/app/console/integrations/[key]/integration-frame';
import { requireAgent } from '@/app/console/signed-in';
import { LiveForm } from '@/components/console/live-form';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { parseCustomDefinition } from '@/lib/dialects/custom-definition';
import { fieldOf } from '@/lib/dialects/definition-field-of';
import { FIRST_DEFINITION, type Fields, fromFields, toFields, withPartsChanged } from '@/lib/dialects/definition-form';
import { readIntegration } from '@/lib/offers/read-integration';
import { can } from '@/lib/rules/permissions';

type Search = Record<string, string | string[] | undefined>;
type Props = { params: Promise<{ key: string }>; searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('console.integration.tab'))('definition') };
}

export default async function DefinitionPage({ params, searchParams }: Props) {
  const { agent, now } = await requireAgent('integrations:read');
  const integration = await readIntegration(decodeURIComponent((await params).key));
  if (integration?.dialect !== 'custom') notFound();
  const sent = readSearch(await searchParams);
  const fields = withPartsChanged(
    sent.fields ? { ...WITHOUT_PARTS, ...sent.fields } : toFields(integration.custom ?? FIRST_DEFINITION),
    sent.act,
  );
  const parsed = parseCustomDefinition(fromFields(fields));
  const faults = 'faults' in parsed ? parsed.faults : [];
  const state: FormState = {
    fields,
    faults: new Map(faults.map(({ path, message }) => [fieldOf(path), message])),
    act: sent.act,
  };
  const mayChange = can(agent.role, 'integrations:write');
  const path = `/console/integrations/${encodeURIComponent(integration.key)}/definition`;
  return (
    <IntegrationFrame integration={integration} agent={agent} now={now} tab="definition">
      <Told saved={sent.done} changed={sent.changed} isNew={!integration.custom && !sent.fields} />
      <LiveForm path={path}>
        <input type="hidden" name="version" value={sent.version ?? integration.version} />
        <div className="grid grid-cols-1 items-start gap-3 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <fieldset disabled={!mayChange} className="contents">
            <div className="grid grid-cols-1 gap-3">
              {/* The one that Enter presses. */}
              <button type="submit" hidden name="act" value="preview" />
              <Meanings state={state} />
              <Recipe state={state} />
              <Answers state={state} />
            </div>
          </fieldset>
          <div className="grid grid-cols-1 gap-3 xl:sticky xl:top-3">
            {mayChange && (
              <Buttons door={`/api/console/integrations/${encodeURIComponent(integration.key)}/definition`} />
            )}
            <Preview
              definition={'faults' in parsed ? null : parsed}
              faults={faults}
              integration={integration}
              now={now}
            />
          </div>
        </div>
      </LiveForm>
    </IntegrationFrame>
  );
}

async function Told({ saved, changed, isNew }: { saved: boolean; changed: boolean; isNew: boolean }) {
  const t = await getTranslations('console.integration');
  if (saved) return <Notice tone="ok">{t('saved')}</Notice>;
  if (changed)
    return (
      <Notice tone="wait" title={t('changed')}>
        {t('kept')}
      </Notice>
    );
  return isNew ? <Notice tone="info">{t('definition.first')}</Notice> : null;
}

async function Buttons({ door }: { door: string }) {
  const t = await getTranslations('console.integration.definition');
  return (
    <p className="flex flex-wrap items-center gap-2">
      <Button size="dense" look="primary" formMethod="post" formAction={door}>
        {t('save')}
      </Button>
      <Button size="dense" name="act" value="preview">
        {t('update')}
      </Button>
    </p>
  );
}

type Sent = { fields: Fields | null; act: string; version: string | undefined; done: boolean; changed: boolean };

/** What a field holds that an address leaves out; a list of parts that is left out is empty. */
const WITHOUT_PARTS = withPartsChanged(toFields(FIRST_DEFINITION), 'remove.0');

const LONGEST = 4096;

/** Without `reads` no form was sent: what is saved is shown. */
function readSearch(search: Search): Sent {
  const {
    act = '',
    version,
    done,
    changed,
    ...rest
  } = Object.fromEntries(
    Object.entries(search).map(([name, value]) => [name, ([value].flat()[0] ?? '').slice(0, LONGEST)]),
  );
  return {
    fields: rest.reads === undefined ? null : rest,
    act,
    version: /^[1-9]\d{0,8}$/.test(version ?? '') ? version : undefined,
    done: done !== undefined,
    changed: changed !== undefined,
  };
}
