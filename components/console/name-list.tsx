'use client';
/** Colleagues offered while an @ is being typed: the arrow keys choose, Enter or Tab takes one, Escape leaves it. */
import { type KeyboardEvent, type RefObject, useId, useState } from 'react';

const MOST_OFFERED = 6;

/** What a field needs to offer names, and what the list beside it shows. */
export function useNames(field: RefObject<HTMLTextAreaElement | null>, names: readonly string[]) {
  const listId = useId();
  const [offered, setOffered] = useState<readonly string[]>([]);
  const [chosen, setChosen] = useState(0);
  const isOpen = offered.length > 0;

  function offer() {
    const begun = field.current ? begunName(field.current) : null;
    const fits = (name: string) => begun !== null && name.toLowerCase().includes(begun.toLowerCase());
    setOffered(names.filter(fits).slice(0, MOST_OFFERED));
    setChosen(0);
  }

  function take(name: string) {
    const area = field.current;
    setOffered([]);
    if (!area) return;
    const end = area.selectionEnd;
    area.setRangeText(`${name} `, end - (begunName(area)?.length ?? 0), end, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }

  function onKeyDown(event: KeyboardEvent) {
    if (!isOpen) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setChosen((chosen + step + offered.length) % offered.length);
    else if (event.key === 'Enter' || event.key === 'Tab') take(offered[chosen]!);
    else if (event.key === 'Escape') setOffered([]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const aria = names.length > 0 && {
    'aria-autocomplete': 'list' as const,
    'aria-controls': isOpen ? listId : undefined,
    'aria-activedescendant': isOpen ? `${listId}-${chosen}` : undefined,
  };
  return { listId, offered, chosen, aria: aria || {}, offer, take, onKeyDown, close: () => setOffered([]) };
}

/** What of a name stands after the @ before the cursor; null when none has been begun. */
function begunName({ value, selectionStart }: HTMLTextAreaElement): string | null {
  return /(?:^|\s)@([\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]*)?)$/u.exec(value.slice(0, selectionStart))?.[1] ?? null;
}

type NameListProps = Pick<ReturnType<typeof useNames>, 'listId' | 'offered' | 'chosen' | 'take'> & { label: string };

export function NameList({ listId, offered, chosen, take, label }: NameListProps) {
  if (offered.length === 0) return null;
  return (
    <div
      id={listId}
      role="listbox"
      aria-label={label}
      className="absolute inset-x-0 top-full z-20 -mt-6 rounded-box border border-line bg-raised p-1 shadow-lg"
    >
      {offered.map((name, at) => (
        <div
          key={name}
          id={`${listId}-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={at === chosen}
          className="rounded-chip px-2 py-0.5 aria-selected:bg-accent-fill"
          // Before the field loses its focus, and with it this list.
          onMouseDown={(event) => {
            event.preventDefault();
            take(name);
          }}
        >
          <bdi>{name}</bdi>
        </div>
      ))}
    </div>
  );
}
