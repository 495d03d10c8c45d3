/**
 * Does what a command says with what the page has for it: the element marked `data-command="<id>"`, or with the command's name
 * as its id. A page offers what its agent may do, so that the keyboard and the palette can do no more than the mouse.
 */
import { openLine, tick, walk } from '@/components/console/list-keys';
import type { CommandId, Shortcut } from '@/lib/rules/shortcuts';

const ON_LISTS: Partial<Record<CommandId, () => boolean>> = {
  down: () => walk(1),
  up: () => walk(-1),
  open: openLine,
  select: () => tick(false),
  'select-range': () => tick(true),
};

/** False: there is nothing of the kind on this page. */
export function runCommand({ id, go }: Pick<Shortcut, 'id' | 'go'>): boolean {
  if (go) {
    location.assign(go);
    return true;
  }
  const list = ON_LISTS[id];
  if (list) return list();
  const target = targetOf(id);
  if (target) operate(target);
  return target !== null;
}

/** What says that it is meant, before what only bears the name. Of a folded form its heading is seen, which is enough. */
export function targetOf(id: CommandId): HTMLElement | null {
  const all = [`[data-command~="${id}"]`, `[id="${id}"]`].flatMap((selector) => [
    ...document.querySelectorAll<HTMLElement>(selector),
  ]);
  return all.find((one) => one instanceof HTMLDialogElement || (one.checkVisibility() && !isDisabled(one))) ?? null;
}

function isDisabled(element: HTMLElement): boolean {
  return element.matches(':disabled, [aria-disabled="true"]');
}

const FIELD = 'select, textarea, input:not([type="hidden"]), button';
const WRITTEN_IN = 'textarea, select, input:not([type="checkbox"], [type="radio"], [type="submit"])';

function operate(target: HTMLElement): void {
  if (target instanceof HTMLDialogElement) target.showModal();
  else if (target instanceof HTMLDetailsElement) unfold(target);
  else if (target instanceof HTMLFormElement) target.requestSubmit();
  else if (target instanceof HTMLInputElement && target.type === 'search') target.select();
  else if (target.matches(WRITTEN_IN)) target.focus();
  else target.click();
}

function unfold(details: HTMLDetailsElement): void {
  details.open = true;
  details.querySelector<HTMLElement>(`:scope > :not(summary) :is(${FIELD})`)?.focus();
}

/** Sends the form that somebody is writing in. `next`: and goes on to the next ticket. */
export function sendForm(from: EventTarget | null, next: boolean): boolean {
  const form = from instanceof Element ? from.closest('form') : null;
  if (!form) return false;
  if (next) {
    const field =
      form.querySelector<HTMLInputElement>('input[type="hidden"][name="after"]') ?? document.createElement('input');
    Object.assign(field, { type: 'hidden', name: 'after', value: 'next' });
    form.append(field);
  }
  form.requestSubmit();
  return true;
}
