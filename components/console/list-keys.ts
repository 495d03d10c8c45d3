/** Walking and ticking the lines of a list. A line is what holds a link marked `data-row`. */
const LINE = 'tr, li, article';

function links(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>('a[data-row]')];
}

/** Which line has the focus, itself or in something inside it; -1 for none. */
function current(all: readonly HTMLAnchorElement[]): number {
  const active = document.activeElement;
  return active ? all.findIndex((link) => link === active || link.closest(LINE)?.contains(active)) : -1;
}

export function walk(step: 1 | -1): boolean {
  const all = links();
  const at = current(all);
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
  return all.length > 0;
}

export function openLine(): boolean {
  const all = links();
  const link = all[current(all)];
  link?.click();
  return link !== undefined;
}

let lastTicked: HTMLAnchorElement | null = null;

/** `range`: everything from the line ticked last to this one. */
export function tick(range: boolean): boolean {
  const all = links();
  const at = current(all);
  const link = all[at];
  if (!link) return false;
  const from = range && lastTicked ? all.indexOf(lastTicked) : at;
  const [first, last] = [Math.min(from < 0 ? at : from, at), Math.max(from, at)];
  const boxes = all.slice(first, last + 1).map((line) => box(line));
  for (const each of boxes) if (each && (!range || !each.checked)) each.click();
  lastTicked = link;
  return boxes.some(Boolean);
}

function box(link: HTMLAnchorElement): HTMLInputElement | null | undefined {
  return link.closest(LINE)?.querySelector<HTMLInputElement>('input[type="checkbox"]');
}
