'use client';
/**
 * Keeps what is typed on the server: one second after the last key, when the field is left, and when the page is. Nothing is
 * sent while the form itself is on its way, and what could not be kept is tried again.
 */
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

export type DraftState = { kind: 'none' | 'saving' | 'failed' } | { kind: 'saved'; at: Date; isNew: boolean };

const PAUSE_MS = 1_000;
const AGAIN_MS = 5_000;
/** So long after sending the page is usually another one; if it is still here, the words are still wanted. */
const SENT_MS = 3_000;

type Draft = { door: string; kind: string; field: RefObject<HTMLTextAreaElement | null>; savedAt: string | null };

/** Gives the state to show, and what to do when somebody types or leaves the field. */
export function useDraft({ door, kind, field, savedAt }: Draft) {
  const [state, setState] = useState<DraftState>(
    savedAt ? { kind: 'saved', at: new Date(savedAt), isNew: false } : { kind: 'none' },
  );
  const kept = useRef('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isSent = useRef(false);

  const save = useCallback(async () => {
    clearTimeout(timer.current);
    const body = field.current?.value ?? '';
    if (body === kept.current || isSent.current) return;
    setState({ kind: 'saving' });
    const answer = await keep(door, kind, body);
    if (answer) kept.current = body;
    else timer.current = setTimeout(save, AGAIN_MS);
    setState(answer ?? { kind: 'failed' });
  }, [door, kind, field]);

  const later = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(save, PAUSE_MS);
  }, [save]);

  useEffect(() => {
    const area = field.current;
    const form = area?.form;
    const aside = `${door} ${kind}`;
    kept.current = savedAt ? (area?.defaultValue ?? '') : '';
    const left = takeAside(aside);
    if (left !== null && area && left !== area.value) {
      area.value = left;
      save();
    }
    const flush = () => {
      const body = area?.value ?? '';
      if (body === kept.current) return;
      navigator.sendBeacon(door, new URLSearchParams({ kind, body }));
      kept.current = body;
      return body;
    };
    const leave = () => {
      const words = document.visibilityState === 'hidden' && !isSent.current ? flush() : undefined;
      if (words !== undefined) putAside(aside, words);
      else if (document.visibilityState === 'visible') takeAside(aside);
    };
    const send = () => {
      // What can be taken back is wanted again then; a note is added at once.
      if (kind !== 'note') flush();
      isSent.current = true;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        isSent.current = false;
        save();
      }, SENT_MS);
    };
    form?.addEventListener('submit', send);
    document.addEventListener('visibilitychange', leave);
    return () => {
      clearTimeout(timer.current);
      form?.removeEventListener('submit', send);
      document.removeEventListener('visibilitychange', leave);
    };
  }, [door, kind, field, savedAt, save]);

  return { state, save, later };
}

/** The page that comes next may be read before the last words arrive: this tab remembers them for it. */
function putAside(name: string, words: string): void {
  try {
    sessionStorage.setItem(name, words);
  } catch {
    // Storage may be switched off; the words are on their way to the server all the same.
  }
}

function takeAside(name: string): string | null {
  try {
    const words = sessionStorage.getItem(name);
    sessionStorage.removeItem(name);
    return words;
  } catch {
    return null;
  }
}

/** Null when it could not be kept. */
async function keep(door: string, kind: string, body: string): Promise<DraftState | null> {
  try {
    const answer = await fetch(door, {
      method: 'POST',
      body: new URLSearchParams({ kind, body }),
      headers: { Accept: 'application/json' },
      keepalive: true,
    });
    if (!answer.ok) return null;
    const { savedAt } = (await answer.json()) as { savedAt: string | null };
    return savedAt ? { kind: 'saved', at: new Date(savedAt), isNew: true } : { kind: 'none' };
  } catch {
    return null;
  }
}
