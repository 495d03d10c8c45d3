'use client';
/**
 * Somebody was faster (R17): what changed since the agent looked, by whom and when, and three ways on: send the same words
 * again knowing it, keep looking, or drop them. Nothing that was typed is touched before a button says so.
 */
import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { instantText } from '@/components/ui/time-text';

export type ChangeEvent = { event: string; by?: string | null; at: string; data?: Record<string, unknown> };

export type WhatChangedWords = {
  title: string;
  /** By status: "It is now: denied." */
  now: Record<string, string>;
  /** By kind of event: "denied". */
  event: Record<string, string>;
  anything: string;
  /** Hold `{what}` and `{who}`. */
  byPerson: string;
  byRules: string;
  /** Holds `{from}` and `{to}`. */
  versions: string;
  kept: string;
  sendAgain: string;
  keepLooking: string;
  discard: string;
};

type WhatChangedProps = {
  seen: number;
  version: number | null;
  status: string | null;
  events: readonly ChangeEvent[];
  /** Whether the newer state still allows it. */
  maySendAgain: boolean;
  words: WhatChangedWords;
  locale: string;
  onSendAgain: () => void;
  onKeepLooking: () => void;
  onDiscard: () => void;
};

export function WhatChanged({ maySendAgain, words, onSendAgain, onKeepLooking, onDiscard, ...rest }: WhatChangedProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = 'what-changed';
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  });
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onKeepLooking}
      className="m-auto w-[min(32rem,calc(100vw-2rem))] rounded-box border border-line bg-raised p-4 text-ink shadow-lg"
    >
      <div role="status" className="grid gap-2">
        <h2 id={titleId} className="text-base font-semibold">
          {words.title}
        </h2>
        <Changes words={words} {...rest} />
        <p className="text-quiet">{words.kept}</p>
      </div>
      <div className="mt-4 flex flex-wrap gap-2">
        {maySendAgain && (
          <Button type="button" look="primary" size="dense" onClick={onSendAgain}>
            {words.sendAgain}
          </Button>
        )}
        <Button type="button" size="dense" onClick={onKeepLooking}>
          {words.keepLooking}
        </Button>
        <Button type="button" look="danger" size="dense" className="ms-auto" onClick={onDiscard}>
          {words.discard}
        </Button>
      </div>
    </dialog>
  );
}

type ChangesProps = Pick<WhatChangedProps, 'seen' | 'version' | 'status' | 'events' | 'words' | 'locale'>;

function Changes({ seen, version, status, events, words, locale }: ChangesProps) {
  return (
    <>
      <p className="flex flex-wrap gap-x-3">
        {status !== null && <strong>{words.now[status] ?? status}</strong>}
        {version !== null && version !== seen && (
          <span className="text-quiet tabular-nums">
            {words.versions.replace('{from}', String(seen)).replace('{to}', String(version))}
          </span>
        )}
      </p>
      <ol className="grid gap-1">
        {events.map((change) => (
          <li key={`${change.at} ${change.event}`} className="flex flex-wrap gap-x-3 border-s-2 border-line ps-2">
            <span>{changeText(change, words)}</span>
            <time dateTime={change.at} className="text-quiet">
              {instantText(new Date(change.at), 'second', locale)}
            </time>
            <BeforeAfter data={change.data} />
          </li>
        ))}
      </ol>
    </>
  );
}

/** "denied, by Ana" */
export function changeText({ event, by }: ChangeEvent, words: WhatChangedWords): string {
  const what = words.event[event] ?? words.anything;
  return by ? words.byPerson.replace('{what}', what).replace('{who}', by) : words.byRules.replace('{what}', what);
}

/** Where an event says what it was before. */
function BeforeAfter({ data = {} }: Pick<ChangeEvent, 'data'>) {
  const { before, after } = data;
  if (typeof before !== 'string' || typeof after !== 'string') return null;
  return (
    <span className="w-full">
      <del className="text-bad">{before}</del> → <ins className="text-ok no-underline">{after}</ins>
    </span>
  );
}
