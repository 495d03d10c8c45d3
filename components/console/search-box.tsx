'use client';
/**
 * The search box of the desk: a plain field of a plain form, that completes keys, values and names while one types. Arrows
 * choose, Enter or Tab takes what is chosen, Escape closes; Enter without a choice searches.
 */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { asksForNames, pieceAt, type Suggestion, suggestionsFor } from '@/components/console/search-suggestions';
import { classNames } from '@/components/ui/class-names';
import { Input } from '@/components/ui/field';

type BoxProps = { search?: string; label: string; hint: string; choices: string };

export function SearchBox({ search, label, hint, choices }: BoxProps) {
  const field = useRef<HTMLInputElement>(null);
  const list = useId();
  const [offered, setOffered] = useState<Suggestion[]>([]);
  const [at, setAt] = useState(-1);
  const asked = useRef<AbortController>(null);
  useEffect(() => () => asked.current?.abort(), []);

  async function offer() {
    const { value, selectionStart } = field.current!;
    const piece = pieceAt(value, selectionStart ?? value.length);
    asked.current?.abort();
    const asking = new AbortController();
    asked.current = asking;
    setAt(-1);
    setOffered(suggestionsFor(piece, []));
    if (!asksForNames(piece)) return;
    const names = await namesOf(piece.key!, piece.typed, asking.signal);
    if (!asking.signal.aborted) setOffered(suggestionsFor(piece, names));
  }

  function take({ insert }: Suggestion) {
    const input = field.current!;
    const { from, to } = pieceAt(input.value, input.selectionStart ?? input.value.length);
    // setRangeText keeps what stands behind, and leaves the caret after what was taken.
    input.setRangeText(insert, from, to, 'end');
    input.focus();
    void offer();
  }

  function close() {
    asked.current?.abort();
    setOffered([]);
    setAt(-1);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (offered.length === 0) return;
    const chosen = offered[at];
    if (event.key === 'ArrowDown') setAt((at + 1) % offered.length);
    else if (event.key === 'ArrowUp') setAt(at <= 0 ? offered.length - 1 : at - 1);
    else if (event.key === 'Escape') close();
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) take(chosen);
    else return;
    event.preventDefault();
  }

  return (
    <div className="relative flex-1">
      <Input
        dense
        ref={field}
        id="search"
        type="search"
        name="q"
        required
        maxLength={500}
        defaultValue={search}
        autoComplete="off"
        spellCheck={false}
        aria-label={label}
        placeholder={hint}
        role="combobox"
        aria-expanded={offered.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={at >= 0 ? `${list}-${at}` : undefined}
        onInput={() => void offer()}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <div
        id={list}
        role="listbox"
        aria-label={choices}
        hidden={offered.length === 0}
        className="absolute inset-x-0 z-20 mt-1 max-h-72 overflow-y-auto rounded-box border border-line bg-raised py-1 shadow-lg"
      >
        {offered.map((suggestion, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus
          <div
            key={suggestion.text}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={classNames('min-h-6 cursor-pointer px-2 py-0.5 font-mono', index === at && 'bg-accent-fill')}
            // The field would lose the focus first, and the list with it.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(suggestion)}
          >
            <bdi>{suggestion.text}</bdi>
          </div>
        ))}
      </div>
    </div>
  );
}

async function namesOf(key: string, text: string, signal: AbortSignal): Promise<string[]> {
  const query = new URLSearchParams({ key, text });
  const answer = await fetch(`/api/console/search?${query}`, { signal, headers: { Accept: 'application/json' } }).catch(
    () => null,
  );
  return answer?.ok ? ((await answer.json()) as { names: string[] }).names : [];
}
