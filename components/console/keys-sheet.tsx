/** What the keyboard can do, by where it can be done, with the keys that this agent has chosen. Opened by `?`. */
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { type Choice, SHORTCUT_SCOPES, shortcutsOf } from '@/lib/rules/shortcuts';
import { isPlain, keyOf } from '@/lib/rules/strokes';

export const KEYBOARD_PAGE = '/console/me/keyboard';

/** `apple`: the reader's keyboard says ⌘ where others say Ctrl. */
type KeysSheetProps = { choice: Choice; apple: boolean };

export function KeysSheet({ choice, apple }: KeysSheetProps) {
  const t = useTranslations('console.keys');
  const shortcuts = shortcutsOf(choice.strokes);
  return (
    <dialog
      data-command="help"
      aria-labelledby="keys-title"
      className="m-auto max-h-[85dvh] w-[min(52rem,calc(100vw-2rem))] overflow-y-auto rounded-box border border-line bg-raised p-4 text-sm text-ink shadow-lg backdrop:bg-ink/40"
    >
      <form method="dialog" className="mb-3 flex items-center gap-3">
        <h2 id="keys-title" className="text-base font-semibold">
          {t('title')}
        </h2>
        <a href={KEYBOARD_PAGE} className="text-accent underline">
          {t('change')}
        </a>
        <Button size="dense" className="ms-auto">
          {t('close')}
        </Button>
      </form>
      {choice.off && <p className="mb-3 text-wait">{t('off')}</p>}
      <div className="columns-1 gap-8 sm:columns-2">
        {SHORTCUT_SCOPES.map((scope) => (
          <section key={scope} aria-labelledby={`keys-${scope}`} className="mb-4 break-inside-avoid">
            <h3 id={`keys-${scope}`} className="border-b border-line pb-1 font-medium text-quiet">
              {t(`scope.${scope}`)}
            </h3>
            <dl>
              {shortcuts
                .filter((command) => command.scope === scope)
                .map(({ id, strokes }) => (
                  <div key={id} className="flex min-h-7 items-center justify-between gap-3 border-b border-line py-0.5">
                    <dt>{t(`do.${id}`)}</dt>
                    <dd className={choice.off && isPlain(strokes) ? 'text-quiet line-through' : undefined}>
                      <Keys apple={apple}>{strokes}</Keys>
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}

/** Strokes as keys; read out as "g, then a". */
export function Keys({ children, apple = false }: { children: string; apple?: boolean }) {
  const t = useTranslations('console.keys');
  return (
    <span dir="ltr" className="inline-flex items-center gap-1 whitespace-nowrap">
      {children.split(' ').map((stroke, at) => (
        <span key={at} className="inline-flex items-center gap-1">
          {at > 0 && <span className="sr-only">{t('then')}</span>}
          <kbd className="rounded-chip border border-line bg-surface px-1.5 font-mono text-xs text-quiet">
            {strokeText(stroke, apple)}
          </kbd>
        </span>
      ))}
    </span>
  );
}

/** `Mod+Shift+Enter` → `⌘⇧⏎` or `Ctrl+Shift+Enter`; a capital letter needs Shift. */
function strokeText(stroke: string, apple: boolean): string {
  const mod = stroke.startsWith('Mod+');
  const key = keyOf(stroke);
  const shift = stroke.includes('Shift+') || /^[A-Z]$/.test(key);
  const shown = key.length === 1 && (mod || shift) ? key.toUpperCase() : key;
  if (apple) return `${mod ? '⌘' : ''}${shift ? '⇧' : ''}${shown === 'Enter' ? '⏎' : shown}`;
  return [mod && 'Ctrl', shift && 'Shift', shown].filter(Boolean).join('+');
}
