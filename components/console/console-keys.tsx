'use client';
/**
 * The keyboard of the console: j and k walk the list, Enter opens, / searches, `g a` and `g d` go to approve and deny,
 * `g n` to the note, `g l` to the list, Escape closes, ? shows the sheet. Never while somebody types. Everything can be done without it.
 */
import { useEffect } from 'react';

const TWO_STROKES_MS = 1_200;

export function ConsoleKeys() {
  useEffect(() => {
    let waitingSince = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') closeForms();
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const second = event.timeStamp - waitingSince < TWO_STROKES_MS;
      waitingSince = !second && event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const act = second ? AFTER_G[event.key] : ALONE[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return null;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}

const ALONE: Record<string, () => void> = {
  j: () => walk(1),
  k: () => walk(-1),
  '/': () => focus('#search'),
  '?': () => document.querySelector<HTMLDialogElement>('#keys')?.showModal(),
};

const AFTER_G: Record<string, () => void> = {
  a: () => openForm('#approve'),
  d: () => openForm('#deny'),
  n: () => focus('#note-body'),
  l: () => location.assign('/console/tickets'),
};

function walk(step: 1 | -1) {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('a[data-row]')];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
  links[next]?.focus();
}

function focus(selector: string) {
  document.querySelector<HTMLElement>(selector)?.focus();
}

/** What was typed stays in the form and is there when it is opened again. */
function closeForms() {
  for (const form of document.querySelectorAll<HTMLDetailsElement>('details[name="decide"][open]')) {
    form.open = false;
    form.querySelector<HTMLElement>('summary')?.focus();
  }
}

function openForm(selector: string) {
  const form = document.querySelector<HTMLDetailsElement>(selector);
  if (!form) return;
  form.open = true;
  form.querySelector<HTMLElement>('select')?.focus();
}
