'use client';
/**
 * A box to write in whose words are kept on the server while they are written, and can be taken back. With `names`, an @ offers
 * colleagues. Without a script it is an ordinary field.
 */
import { type ComponentProps, useEffect, useRef, useState } from 'react';
import { NameList, useNames } from '@/components/console/name-list';
import { type DraftState, useDraft } from '@/components/console/use-draft';
import { Textarea } from '@/components/ui/field';
import { instantText } from '@/components/ui/time-text';

export type DraftWords = {
  saving: string;
  /** Holds `{time}`. */
  saved: string;
  failed: string;
  discard: string;
  discarded: string;
  undo: string;
  names: string;
};

type DraftFieldProps = {
  /** `note`, `ask`, `deny` or `approve`. */
  kind: string;
  number: string;
  savedAt: string | null;
  words: DraftWords;
  locale: string;
  names?: readonly string[];
  /** Of the keyboard: what brings the cursor here (lib/rules/shortcuts.ts). */
  command?: string;
} & Pick<
  ComponentProps<'textarea'>,
  'id' | 'name' | 'rows' | 'required' | 'maxLength' | 'defaultValue' | 'className'
> & {
    describedBy: string;
  };

export function DraftField(props: DraftFieldProps) {
  const { kind, number, savedAt, words, locale, names = [], describedBy, command, ...rest } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const [discarded, setDiscarded] = useState<string | null>(null);
  const { state, save, later } = useDraft({ door: `/api/console/tickets/${number}/drafts`, kind, field, savedAt });
  const mention = useNames(field, names);

  function put(text: string) {
    if (!field.current) return;
    field.current.value = text;
    field.current.focus();
    save();
  }

  return (
    <div className="relative grid gap-1">
      <Textarea
        dense
        ref={field}
        aria-describedby={describedBy}
        data-command={command}
        {...mention.aria}
        {...rest}
        onInput={() => {
          setDiscarded(null);
          mention.offer();
          later();
        }}
        onKeyDown={mention.onKeyDown}
        onBlur={() => {
          mention.close();
          save();
        }}
      />
      <NameList {...mention} label={words.names} />
      <DraftLine
        state={state}
        discarded={discarded}
        words={words}
        locale={locale}
        onDiscard={() => {
          setDiscarded(field.current?.value ?? '');
          put('');
        }}
        onUndo={() => {
          put(discarded ?? '');
          setDiscarded(null);
        }}
      />
    </div>
  );
}

type LineProps = {
  state: DraftState;
  discarded: string | null;
  words: DraftWords;
  locale: string;
  onDiscard: () => void;
  onUndo: () => void;
};

/** Its room is kept free, so that nothing moves when it speaks. Times are the reader's own, which the server cannot know. */
function DraftLine({ state, discarded, words, locale, onDiscard, onUndo }: LineProps) {
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  const link = 'min-h-6 cursor-pointer text-accent hover:underline';
  return (
    <div className="flex min-h-6 items-center gap-3 text-xs text-quiet">
      <span role="status">{ready && (discarded === null ? stateText(state, words, locale) : words.discarded)}</span>
      {ready && discarded !== null && (
        <button type="button" className={link} onClick={onUndo}>
          {words.undo}
        </button>
      )}
      {ready && discarded === null && state.kind === 'saved' && (
        <button type="button" className={link} onClick={onDiscard}>
          {words.discard}
        </button>
      )}
    </div>
  );
}

/** What was kept just now says the time, what was found the day as well. */
function stateText(state: DraftState, words: DraftWords, locale: string): string {
  if (state.kind !== 'saved') return state.kind === 'none' ? '' : words[state.kind];
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return words.saved.replace('{time}', state.isNew ? clock.format(state.at) : instantText(state.at, 'clock', locale));
}
