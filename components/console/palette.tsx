'use client';
/**
 * One box for everything: what this page can do, tickets by number, queues, views, pages, macros. A real modal dialog, so that the
 * rest is out of reach while it is open and the focus goes back to where it was.
 */
import { Command } from 'cmdk';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { copyTicket, shownTicket } from '@/components/console/copy-ticket';
import type { PaletteAnswer, PaletteItem } from '@/components/console/palette-items';
import { readRecent } from '@/components/console/recent-tickets';
import { runCommand, targetOf } from '@/components/console/run-command';
import { type Shortcut, TABLE } from '@/lib/rules/shortcuts';
import { readTicketNumber } from '@/lib/rules/ticket-number';

type PaletteProps = { answer: PaletteAnswer; onClose: () => void };

export function Palette({ answer, onClose }: PaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState('');
  const [chosen, choose] = useState('');
  const [here] = useState(possibleHere);
  useEffect(() => dialog.current?.showModal(), []);
  const { commands, words } = answer;
  const [groups] = useState(() => withoutImpossible(answer.groups));
  const leave = (act: () => void) => () => {
    dialog.current?.close();
    act();
  };
  const preview = groups.flatMap(({ items }) => items).find(({ id }) => id === chosen)?.preview;
  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      aria-label={words.title}
      className="mx-auto mt-[10dvh] w-[min(46rem,calc(100vw-2rem))] overflow-hidden rounded-box border border-line bg-raised p-0 text-sm text-ink shadow-lg backdrop:bg-ink/40"
    >
      <Command label={words.title} loop value={chosen} onValueChange={choose} className="flex max-h-[70dvh] flex-col">
        <div className="flex items-center gap-2 border-b border-line p-2">
          <Command.Input
            value={typed}
            onValueChange={setTyped}
            placeholder={words.placeholder}
            className="min-h-8 min-w-0 flex-1 bg-raised px-2 text-base text-ink placeholder:text-quiet"
          />
          <button type="button" onClick={leave(() => undefined)} className="min-h-7 rounded-chip px-2 text-quiet">
            {words.close}
          </button>
        </div>
        <div className="flex min-h-0 flex-1 max-sm:flex-col">
          <Command.List label={words.list} className="min-h-0 flex-1 overflow-y-auto p-2">
            <Command.Empty className="p-2 text-quiet">{words.none}</Command.Empty>
            <ByTyping typed={typed} words={words} go={(href) => leave(() => location.assign(href))} />
            <Group label={words.onTicket}>
              {here.map((command) => (
                <Item key={command.id} id={`do-${command.id}`} onSelect={leave(() => carryOut(command))}>
                  {commands[command.id] ?? command.id}
                </Item>
              ))}
            </Group>
            <Recent words={words} go={(href) => leave(() => location.assign(href))} />
            {groups.map(({ id, label, items }) => (
              <Group key={id} label={label}>
                {items.map((item) => (
                  <Item key={item.id} id={item.id} also={item.also} onSelect={leave(() => follow(item))}>
                    {item.label}
                  </Item>
                ))}
              </Group>
            ))}
            <Group label={words.person}>
              <Item id="sign-out" onSelect={leave(signOut)}>
                {words.signOut}
              </Item>
            </Group>
          </Command.List>
          {preview && <Preview {...preview} />}
        </div>
      </Command>
    </dialog>
  );
}

/** What can be done on the page as it stands: what is not offered to the mouse is not offered here. */
function possibleHere(): Shortcut[] {
  const onTicket = shownTicket() !== null;
  const possible = TABLE.filter(({ id, go }) => {
    if (go || id === 'palette') return false;
    return (onTicket && (id === 'copy-number' || id === 'copy-title')) || targetOf(id) !== null;
  });
  const isGeneral = ({ scope }: Shortcut) => scope === 'everywhere';
  return [...possible.filter((command) => !isGeneral(command)), ...possible.filter(isGeneral)];
}

function carryOut(command: Shortcut): void {
  if (copyTicket(command.id) === null) runCommand(command);
}

/** Macros that this ticket does not offer are left out. */
function withoutImpossible(groups: PaletteAnswer['groups']): PaletteAnswer['groups'] {
  const isPossible = ({ id }: PaletteItem) => document.getElementById(id) !== null;
  return groups.map((group) => (group.id === 'macros' ? { ...group, items: group.items.filter(isPossible) } : group));
}

/** A macro is applied by its own form on the ticket's page; everything else is an address. */
function follow({ id, href }: PaletteItem): void {
  const form = document.getElementById(id);
  if (form instanceof HTMLFormElement) form.requestSubmit();
  else location.assign(href);
}

function signOut(): void {
  document.querySelector<HTMLFormElement>('form[action="/api/auth/signout"]')?.requestSubmit();
}

type Way = { words: PaletteAnswer['words']; go: (href: string) => () => void };

/** A ticket's number leads to it; anything else can be searched for. */
function ByTyping({ typed, words, go }: Way & { typed: string }) {
  const text = typed.trim();
  const number = readTicketNumber(text);
  if (!text) return null;
  return (
    <>
      {number && (
        <Item id={`open ${text}`} onSelect={go(`/console/tickets/${number}`)} always>
          {words.openTicket.replace('{number}', number)}
        </Item>
      )}
      <Item id={`search ${text}`} onSelect={go(`/console/tickets?${new URLSearchParams({ q: text })}`)} always>
        {words.searchFor.replace('{words}', () => text)}
      </Item>
    </>
  );
}

function Recent({ words, go }: Way) {
  const [tickets] = useState(() => readRecent().filter(({ number }) => number !== shownTicket()?.number));
  return (
    <Group label={words.recent}>
      {tickets.map(({ number, title }) => (
        <Item key={number} id={`recent-${number}`} onSelect={go(`/console/tickets/${number}`)}>
          {title}
        </Item>
      ))}
    </Group>
  );
}

function Group({ label, children }: { label: string; children: ReactNode }) {
  if (Array.isArray(children) && children.length === 0) return null;
  return (
    <Command.Group
      heading={label}
      className="mb-2 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-quiet"
    >
      {children}
    </Command.Group>
  );
}

type ItemProps = { id: string; also?: string; always?: boolean; onSelect: () => void; children: string };

function Item({ id, also, always = false, onSelect, children }: ItemProps) {
  return (
    <Command.Item
      value={id}
      keywords={[children, also ?? '']}
      forceMount={always}
      onSelect={onSelect}
      className="flex min-h-7 cursor-pointer items-center rounded-chip px-2 wrap-anywhere data-[selected=true]:bg-accent-fill data-[selected=true]:text-accent"
    >
      {children}
    </Command.Item>
  );
}

function Preview({ title, lines, words }: NonNullable<PaletteItem['preview']>) {
  return (
    <aside
      aria-live="polite"
      className="grid content-start gap-2 overflow-y-auto border-line p-3 max-sm:max-h-40 max-sm:border-t sm:w-72 sm:border-s"
    >
      <p className="font-medium">{title}</p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
        {lines.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-quiet">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {words && <p className="rounded-chip bg-surface p-2 whitespace-pre-wrap wrap-anywhere">{words}</p>}
    </aside>
  );
}
