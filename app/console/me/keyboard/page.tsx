/** An agent's own keys: another one for each command, or none without ⌘ or Ctrl (WCAG 2.1.4). */
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { type Flash, readFlash } from '@/app/console/flash';
import { Frame } from '@/app/console/frame';
import { preferencesOf } from '@/app/console/own-keys';
import { requireAgent } from '@/app/console/signed-in';
import { Keys } from '@/components/console/keys-sheet';
import { Pane } from '@/components/console/pane';
import { StrokesField } from '@/components/console/strokes-field';
import { Button } from '@/components/ui/button';
import { Checkbox, Field, Select } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import type { Preference } from '@/lib/rules/preferences';
import {
  type Choice,
  type CommandId,
  SHORTCUT_SCOPES,
  type StrokesFault,
  shortcutsOf,
  TABLE,
} from '@/lib/rules/shortcuts';

type Props = { searchParams: Promise<{ problem?: string | string[]; done?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('console.keyboard'))('title') };
}

export default async function KeyboardPage({ searchParams }: Props) {
  const { agent, now } = await requireAgent('tickets:read');
  const { problem, done } = await searchParams;
  const flash = await readFlash([problem].flat()[0]);
  const { shortcuts, 'after-decision': likes } = await preferencesOf(agent.id);
  const t = await getTranslations('console.keyboard');
  const choice = flash ? { off: flash.typed.off === 'true', strokes: flash.typed } : shortcuts;
  return (
    <Frame agent={agent} now={now} place={null}>
      <div className="grid max-w-3xl grid-cols-1 gap-3">
        <h1 className="text-lg font-semibold">{t('title')}</h1>
        <p className="text-quiet">{t('what')}</p>
        {done && !flash && <Notice tone="ok">{t('saved')}</Notice>}
        {flash && <Notice tone="bad" title={t('failed')} />}
        <AfterDecision likes={likes} />
        <form method="post" action="/api/console/me/shortcuts" className="grid grid-cols-1 gap-3">
          <div>
            <Checkbox
              name="single-keys"
              defaultChecked={!choice.off}
              label={t('off')}
              aria-describedby="off-hint"
              className="min-h-7!"
            />
            <p id="off-hint" className="text-quiet">
              {t('offHint')}
            </p>
          </div>
          <OwnKeys choice={choice} flash={flash} />
          <div className="flex flex-wrap gap-2">
            <Button look="primary" size="dense">
              {t('save')}
            </Button>
            <Button size="dense" name="reset" value="1">
              {t('reset')}
            </Button>
          </div>
        </form>
      </div>
    </Frame>
  );
}

async function AfterDecision({ likes }: { likes: Preference<'after-decision'> }) {
  const t = await getTranslations('console.keyboard');
  return (
    <form method="post" action="/api/console/me/preferences" className="grid gap-1">
      <input type="hidden" name="key" value="after-decision" />
      <input type="hidden" name="back" value="/console/me/keyboard?done=saved" />
      <Field id="after-decision" label={t('after')} hint={t('afterHint')}>
        <div className="flex gap-2">
          <Select dense id="after-decision" name="value" defaultValue={likes} aria-describedby="after-decision-hint">
            {(['next', 'stay', 'list'] as const).map((where) => (
              <option key={where} value={where}>
                {t(`likes.${where}`)}
              </option>
            ))}
          </Select>
          <Button size="dense">{t('save')}</Button>
        </div>
      </Field>
    </form>
  );
}

async function OwnKeys({ choice, flash }: { choice: Choice; flash: Flash | null }) {
  const t = await getTranslations('console');
  const faults = (flash?.details.faults ?? {}) as Partial<Record<CommandId, StrokesFault>>;
  const shown = new Map(shortcutsOf(choice.strokes).map(({ id, strokes }) => [id, choice.strokes[id] ?? strokes]));
  return (
    <div id="keys" className="grid scroll-mt-4 grid-cols-1 gap-3">
      <p className="text-quiet">{t('keyboard.keysHint')}</p>
      {SHORTCUT_SCOPES.map((scope) => (
        <Pane key={scope} id={`scope-${scope}`} title={t(`keys.scope.${scope}`)}>
          <ul>
            {TABLE.filter((command) => command.scope === scope).map(({ id, strokes: usual }) => (
              <li
                key={id}
                className="grid grid-cols-[minmax(0,1fr)_9rem] items-center gap-x-3 border-b border-line py-1 last:border-0"
              >
                <span>
                  {t(`keys.do.${id}`)}
                  {shown.get(id) !== usual && (
                    <span className="ms-2 text-quiet">
                      {t.rich('keyboard.usual', { keys: () => <Keys>{usual}</Keys> })}
                    </span>
                  )}
                </span>
                <StrokesField
                  id={`strokes-${id}`}
                  name={`strokes[${id}]`}
                  value={shown.get(id) ?? usual}
                  label={t(`keys.do.${id}`)}
                  invalid={Boolean(faults[id])}
                />
                {faults[id] && (
                  <p id={`strokes-${id}-fault`} className="col-span-2 text-bad">
                    <FaultWords fault={faults[id]} />
                  </p>
                )}
              </li>
            ))}
          </ul>
        </Pane>
      ))}
    </div>
  );
}

async function FaultWords({ fault }: { fault: StrokesFault }) {
  const t = await getTranslations('console');
  const action = fault.fault === 'taken' ? t(`keys.do.${fault.by}`) : '';
  return t(`keyboard.fault.${fault.fault}`, { action });
}
