'use client';
/** What a field offers while somebody types: the arrow keys choose, Enter or Tab takes one, Escape leaves it. */
import { type KeyboardEvent, type ReactNode, type RefObject, useId, useState } from 'react';
import { classNames } from '@/components/ui/class-names';

type Offers<Item> = {
  field: RefObject<HTMLTextAreaElement | null>;
  /** What fits what stands before the cursor; none when nothing has been begun. */
  offers: (field: HTMLTextAreaElement) => readonly Item[];
  insert: (field: HTMLTextAreaElement, item: Item) => void;
};

export function useOffered<Item>({ field, offers, insert }: Offers<Item>) {
  const listId = useId();
  const [offered, setOffered] = useState<readonly Item[]>([]);
  const [chosen, setChosen] = useState(0);
  const isOpen = offered.length > 0;

  function offer() {
    setOffered(field.current ? offers(field.current) : []);
    setChosen(0);
  }

  function take(item: Item) {
    setOffered([]);
    if (field.current) insert(field.current, item);
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

  const aria = {
    'aria-autocomplete': 'list' as const,
    'aria-controls': isOpen ? listId : undefined,
    'aria-activedescendant': isOpen ? `${listId}-${chosen}` : undefined,
  };
  return { listId, offered, chosen, aria, offer, take, onKeyDown, close: () => setOffered([]) };
}

type OfferedListProps<Item> = Pick<ReturnType<typeof useOffered<Item>>, 'listId' | 'offered' | 'chosen' | 'take'> & {
  label: string;
  keyOf: (item: Item) => string;
  show: (item: Item) => ReactNode;
  className: string;
};

export function OfferedList<Item>(props: OfferedListProps<Item>) {
  const { listId, offered, chosen, take, label, keyOf, show, className } = props;
  if (offered.length === 0) return null;
  return (
    <div
      id={listId}
      role="listbox"
      aria-label={label}
      className={classNames(
        'absolute inset-x-0 top-full z-20 rounded-box border border-line bg-raised p-1 shadow-lg',
        className,
      )}
    >
      {offered.map((item, at) => (
        <div
          key={keyOf(item)}
          id={`${listId}-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={at === chosen}
          className="flex flex-wrap gap-x-3 rounded-chip px-2 py-0.5 aria-selected:bg-accent-fill"
          // Before the field loses its focus, and with it this list.
          onMouseDown={(event) => {
            event.preventDefault();
            take(item);
          }}
        >
          {show(item)}
        </div>
      ))}
    </div>
  );
}
