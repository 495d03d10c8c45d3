'use client';
/**
 * Screenshots large, in a dialog: zoom, turn, walk through, and lay beside another one. Keys + − 0 r c and the arrows, the
 * wheel, two fingers. Without JavaScript the links open the pictures.
 */
import { type KeyboardEvent, type MouseEvent, type ReactNode, useRef, useState } from 'react';
import { PictureStage } from '@/components/console/picture-stage';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/field';

export type Picture = { src: string; name: string; width: number; height: number };
/** `label`: on which other ticket it was seen, and how like it is. */
export type Comparison = Picture & { id: string; label: string };
export type ViewerPicture = Picture & { twins: readonly Comparison[] };

export type ViewerWords = Record<
  'close' | 'next' | 'previous' | 'zoomIn' | 'zoomOut' | 'fit' | 'turn' | 'compare' | 'alone' | 'hint',
  string
> & {
  /** Hold `{at}` and `{of}`. */
  place: string;
};

type ViewerProps = { pictures: readonly ViewerPicture[]; words: ViewerWords; children: ReactNode };

const STEP = 1.4;
const MOST = 8;

export function PictureViewer({ pictures, words, children }: ViewerProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const [zoom, setZoom] = useState(1);
  const [turns, setTurns] = useState(0);
  const [beside, setBeside] = useState('');
  const picture = at === null ? undefined : pictures[at];
  const others = picture ? comparisonsOf(pictures, at!) : [];
  const other = others.find(({ id }) => id === beside);

  function open(event: MouseEvent) {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-shot]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const wanted = Number(link.dataset.shot);
    show(wanted, link.dataset.beside ?? '');
    dialog.current?.showModal();
  }

  function show(wanted: number, comparison = '') {
    setAt(wanted);
    setZoom(1);
    setTurns(0);
    setBeside(comparison);
  }

  const go = (step: number) => at !== null && show((at + step + pictures.length) % pictures.length);
  const zoomBy = (factor: number) => setZoom((now) => Math.min(MOST, Math.max(1, now * factor)));
  const turn = () => setTurns((now) => now + 1);
  const compare = () => setBeside((now) => (now ? '' : (others[0]?.id ?? '')));

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement) return;
    // The keys of the page behind are not for here.
    event.stopPropagation();
    const act: Record<string, () => void> = {
      '+': () => zoomBy(STEP),
      '=': () => zoomBy(STEP),
      '-': () => zoomBy(1 / STEP),
      '0': () => setZoom(1),
      r: turn,
      c: compare,
      ArrowRight: () => go(isMirrored() ? -1 : 1),
      ArrowLeft: () => go(isMirrored() ? 1 : -1),
    };
    if (!act[event.key]) return;
    event.preventDefault();
    act[event.key]!();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to the links inside
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click
    <div onClick={open}>
      {children}
      <dialog
        ref={dialog}
        aria-label={picture?.name}
        className="m-auto h-[95dvh] max-h-none w-[96vw] max-w-none rounded-box border border-line bg-raised p-3 text-sm text-ink"
        onKeyDown={onKeyDown}
        onClose={() => setAt(null)}
      >
        {picture && (
          <div className="flex h-full flex-col gap-2">
            <div className="flex min-h-0 flex-1 gap-2 max-sm:flex-col">
              <PictureStage key={picture.src} picture={picture} zoom={zoom} turns={turns} onZoom={zoomBy} />
              {other && (
                <PictureStage
                  key={other.src}
                  picture={other}
                  zoom={zoom}
                  turns={turns}
                  onZoom={zoomBy}
                  label={other.label}
                />
              )}
            </div>
            <div className="flex flex-wrap items-center gap-2">
              <span className="me-auto wrap-anywhere">
                <bdi>{picture.name}</bdi>{' '}
                <span className="text-quiet">
                  {words.place.replace('{at}', String(at! + 1)).replace('{of}', String(pictures.length))}
                </span>
              </span>
              {others.length > 0 && (
                <Select
                  dense
                  aria-label={words.compare}
                  className="max-w-64"
                  value={beside}
                  onChange={({ target }) => setBeside(target.value)}
                >
                  <option value="">{words.alone}</option>
                  {others.map(({ id, label }) => (
                    <option key={id} value={id}>
                      {label}
                    </option>
                  ))}
                </Select>
              )}
              <Tool label={words.zoomOut} sign="−" onClick={() => zoomBy(1 / STEP)} />
              <Tool label={words.zoomIn} sign="+" onClick={() => zoomBy(STEP)} />
              <Tool label={words.fit} sign={words.fit} onClick={() => setZoom(1)} />
              <Tool label={words.turn} sign="↻" onClick={turn} />
              {pictures.length > 1 && (
                <>
                  <Button type="button" size="dense" onClick={() => go(-1)}>
                    {words.previous}
                  </Button>
                  <Button type="button" size="dense" onClick={() => go(1)}>
                    {words.next}
                  </Button>
                </>
              )}
              <Button type="button" size="dense" onClick={() => dialog.current?.close()}>
                {words.close}
              </Button>
            </div>
            <p className="text-xs text-quiet max-sm:hidden">{words.hint}</p>
          </div>
        )}
      </dialog>
    </div>
  );
}

/** Where it was seen before the other pictures of this ticket. */
function comparisonsOf(pictures: readonly ViewerPicture[], at: number): Comparison[] {
  const own = pictures.flatMap(({ twins: _twins, ...picture }, index) =>
    index === at ? [] : [{ ...picture, id: `own-${index}`, label: `${index + 1} · ${picture.name}` }],
  );
  return [...pictures[at]!.twins, ...own];
}

function isMirrored(): boolean {
  return document.documentElement.dir === 'rtl';
}

function Tool({ label, sign, onClick }: { label: string; sign: string; onClick: () => void }) {
  return (
    <Button type="button" size="dense" aria-label={label} title={label} onClick={onClick}>
      {sign}
    </Button>
  );
}
