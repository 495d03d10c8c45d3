/** The keyboard as this agent has set it up: what listens to it, the sheet that explains it, and the hints beside buttons. */
import { headers } from 'next/headers';
import { getTranslations } from 'next-intl/server';
import { cache } from 'react';
import { ConsoleKeys } from '@/components/console/console-keys';
import { Keys, KeysSheet } from '@/components/console/keys-sheet';
import { PaletteButton } from '@/components/console/palette-button';
import { getPreferences } from '@/lib/accounts/preferences';
import { type CommandId, shortcutsOf } from '@/lib/rules/shortcuts';
import { isPlain } from '@/lib/rules/strokes';

type OfAgent = { agent: { id: string } };

/** Looked up once per request, however many hints the page shows. */
export const preferencesOf = cache(getPreferences);

export async function Keyboard({ agent }: OfAgent) {
  const { shortcuts } = await preferencesOf(agent.id);
  const t = await getTranslations('console.keys');
  return (
    <>
      <KeysSheet choice={shortcuts} apple={await isApple()} />
      <ConsoleKeys choice={shortcuts} words={{ copied: t('copied', { text: '{text}' }) }} />
    </>
  );
}

/** The keys of a command, beside what it does; nothing when they are switched off or fingers do the pointing. */
export async function CommandKeys({ agent, command }: OfAgent & { command: CommandId }) {
  const { shortcuts } = await preferencesOf(agent.id);
  const { strokes } = shortcutsOf(shortcuts.strokes).find(({ id }) => id === command)!;
  if (shortcuts.off && isPlain(strokes)) return null;
  return (
    <span className="contents pointer-coarse:hidden">
      <Keys apple={await isApple()}>{strokes}</Keys>
    </span>
  );
}

export async function PaletteOpener({ agent }: OfAgent) {
  const t = await getTranslations('console.palette');
  const keys = <CommandKeys agent={agent} command="palette" />;
  return <PaletteButton label={t('open')} offline={t('offline')} keys={keys} />;
}

async function isApple(): Promise<boolean> {
  return /Mac|iP(hone|ad|od)/.test((await headers()).get('user-agent') ?? '');
}
