'use client';
/** Colleagues offered while an @ is being typed. */
import type { RefObject } from 'react';
import { OfferedList, useOffered } from '@/components/console/offered-list';

const MOST_OFFERED = 6;

/** What a field needs to offer names, and what the list beside it shows. */
export function useNames(field: RefObject<HTMLTextAreaElement | null>, names: readonly string[]) {
  const offered = useOffered<string>({
    field,
    offers: (area) => {
      const begun = begunName(area)?.toLowerCase();
      if (begun === undefined) return [];
      return names.filter((name) => name.toLowerCase().includes(begun)).slice(0, MOST_OFFERED);
    },
    insert: (area, name) => {
      const end = area.selectionEnd;
      area.setRangeText(`${name} `, end - (begunName(area)?.length ?? 0), end, 'end');
      area.dispatchEvent(new Event('input', { bubbles: true }));
    },
  });
  return { ...offered, aria: names.length > 0 ? offered.aria : {} };
}

/** What of a name stands after the @ before the cursor; null when none has been begun. */
function begunName({ value, selectionStart }: HTMLTextAreaElement): string | null {
  return /(?:^|\s)@([\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]*)?)$/u.exec(value.slice(0, selectionStart))?.[1] ?? null;
}

type NameListProps = Pick<ReturnType<typeof useNames>, 'listId' | 'offered' | 'chosen' | 'take'> & { label: string };

export function NameList(props: NameListProps) {
  return <OfferedList {...props} keyOf={(name) => name} show={(name) => <bdi>{name}</bdi>} className="-mt-6" />;
}
