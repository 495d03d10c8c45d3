'use client';
/**
 * Opens the palette. What it is made of, and what stands in it, is fetched when it is opened for the first time: pages stay light.
 * Without a script there is no button; everything it leads to stands on the pages.
 */
import { Command as CommandIcon } from 'lucide-react';
import { type ComponentType, type ReactNode, useEffect, useRef, useState } from 'react';
import { shownTicket } from '@/components/console/copy-ticket';
import type { PaletteAnswer } from '@/components/console/palette-items';
import { remember } from '@/components/console/recent-tickets';
import { Button } from '@/components/ui/button';

type Loaded = { Palette: ComponentType<{ answer: PaletteAnswer; onClose: () => void }>; answer: PaletteAnswer };
type PaletteButtonProps = { label: string; offline: string; keys: ReactNode };

export function PaletteButton({ label, offline, keys }: PaletteButtonProps) {
  const [ready, setReady] = useState(false);
  const [open, setOpen] = useState(false);
  const [failed, setFailed] = useState(false);
  const loaded = useRef<Loaded>(undefined);
  useEffect(() => {
    setReady(true);
    const ticket = shownTicket();
    if (ticket) remember(ticket);
  }, []);
  async function show() {
    try {
      loaded.current ??= await load();
      setFailed(false);
      setOpen(true);
    } catch {
      setFailed(true);
    }
  }
  const { Palette, answer } = loaded.current ?? {};
  return (
    <>
      <Button
        type="button"
        size="dense"
        data-command="palette"
        title={label}
        onClick={show}
        className={ready ? 'shrink-0' : 'invisible'}
      >
        <CommandIcon aria-hidden="true" className="size-4" />
        <span className="sr-only">{label}</span>
        <span className="max-md:hidden">{keys}</span>
      </Button>
      <span role="status" className="text-bad empty:hidden">
        {failed && offline}
      </span>
      {open && Palette && answer && <Palette answer={answer} onClose={() => setOpen(false)} />}
    </>
  );
}

async function load(): Promise<Loaded> {
  const ticket = shownTicket();
  const asked = fetch(`/api/console/palette${ticket ? `?ticket=${ticket.number}` : ''}`);
  const [{ Palette }, answer] = await Promise.all([import('@/components/console/palette'), asked]);
  if (!answer.ok) throw new Error(`palette: ${answer.status}`);
  return { Palette, answer: await answer.json() };
}
