'use client';
/**
 * The keyboard of the console (lib/rules/shortcuts.ts says what each key does). Never while somebody types, except for keys
 * with ⌘ or Ctrl; never while characters are being composed; never behind an open dialog. Everything can be done without it.
 */
import { useEffect, useRef, useState } from 'react';
import { copyTicket } from '@/components/console/copy-ticket';
import { runCommand, sendForm } from '@/components/console/run-command';
import { type Choice, match, type Shortcut, shortcutsOf } from '@/lib/rules/shortcuts';
import { isPlain, strokeOf } from '@/lib/rules/strokes';

const NEXT_STROKE_MS = 1_200;

/** `copied` holds `{text}`. */
type ConsoleKeysProps = { choice: Choice; words: { copied: string } };

export function ConsoleKeys({ choice, words }: ConsoleKeysProps) {
  const [said, say] = useState('');
  const waiting = useRef<{ strokes: string; timer: ReturnType<typeof setTimeout> }>(undefined);
  useEffect(() => {
    const shortcuts = shortcutsOf(choice.strokes);
    const usable = choice.off ? shortcuts.filter(({ strokes }) => !isPlain(strokes)) : shortcuts;
    const waitFor = (strokes: string, orSay: string) => {
      clearTimeout(waiting.current?.timer);
      const over = () => {
        waiting.current = undefined;
        say('');
      };
      waiting.current = { strokes, timer: setTimeout(over, NEXT_STROKE_MS) };
      say(orSay || (strokes && `${strokes} …`));
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.keyCode === COMPOSING || event.defaultPrevented) return;
      if (event.key === 'Escape') closeForms();
      const stroke = strokeOf(pressedBy(event));
      if (!stroke || document.querySelector('dialog:modal')) return;
      const typing = isTyping(event.target);
      if (typing && isPlain(stroke)) return;
      const before = typing ? '' : (waiting.current?.strokes ?? '');
      const { does, waits } = match(usable, before, stroke);
      const done = does.map((command) => carryOut(command, event.target)).find(Boolean);
      if (done || waits) event.preventDefault();
      if (done || waits || before) waitFor(waits, typeof done === 'string' ? words.copied.replace('{text}', done) : '');
    };
    document.addEventListener('keydown', onKey);
    return () => {
      clearTimeout(waiting.current?.timer);
      document.removeEventListener('keydown', onKey);
    };
  }, [choice, words]);
  return (
    <p
      role="status"
      className="fixed start-4 bottom-14 z-20 rounded-chip border border-line bg-raised px-2 py-0.5 text-sm text-ink shadow-lg empty:hidden"
    >
      {said}
    </p>
  );
}

/** What browsers without `isComposing` say of a key that an input method takes. */
const COMPOSING = 229;

function pressedBy(event: KeyboardEvent) {
  const isApple = /Mac|iP(hone|ad|od)/.test(navigator.platform);
  // AltGr, which Windows reports as Ctrl and Alt, only writes another character.
  const altGraph = event.getModifierState('AltGraph');
  return {
    key: event.key,
    code: event.code,
    mod: !altGraph && (isApple ? event.metaKey : event.ctrlKey),
    shift: event.shiftKey,
    alt: !altGraph && (event.altKey || (isApple ? event.ctrlKey : event.metaKey)),
  };
}

const TEXT =
  'textarea, select, [contenteditable], input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"])';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches(TEXT);
}

/** False when there is nothing of the kind here; a text if it was copied. */
function carryOut(command: Shortcut, target: EventTarget | null): boolean | string {
  if (command.scope === 'editor') return isTyping(target) && sendForm(target, command.id === 'send-next');
  return copyTicket(command.id) ?? runCommand(command);
}

/** What was typed stays in the form and is there when it is opened again. */
function closeForms() {
  for (const form of document.querySelectorAll<HTMLDetailsElement>('details[name="decide"][open]')) {
    form.open = false;
    form.querySelector<HTMLElement>('summary')?.focus();
  }
}
