'use client';
/** Shows a screenshot large, in a dialog, one after the other with the arrow keys. Without JavaScript the links open it. */
import { type MouseEvent, type ReactNode, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';

type Shot = { src: string; name: string; width: number; height: number };
type LightboxProps = { shots: Shot[]; words: { close: string; next: string; previous: string }; children: ReactNode };

export function Lightbox({ shots, words, children }: LightboxProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [at, setAt] = useState(0);
  const shot = shots[at];
  function open(event: MouseEvent) {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-shot]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setAt(Number(link.dataset.shot));
    dialog.current?.showModal();
  }
  const go = (step: number) => setAt((now) => (now + step + shots.length) % shots.length);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to the links inside
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click
    <div onClick={open}>
      {children}
      <dialog
        ref={dialog}
        aria-label={shot?.name}
        className="m-auto max-h-[95dvh] max-w-[95vw] rounded-box border border-line bg-raised p-3 text-ink"
        onKeyDown={({ key }) => (key === 'ArrowRight' ? go(1) : key === 'ArrowLeft' && go(-1))}
      >
        {shot && (
          <img
            src={shot.src}
            alt={shot.name}
            width={shot.width}
            height={shot.height}
            className="mx-auto max-h-[82dvh] w-auto max-w-full object-contain"
          />
        )}
        <form method="dialog" className="mt-2 flex items-center gap-2 text-sm">
          <span className="me-auto break-all">{shot?.name}</span>
          {shots.length > 1 && (
            <>
              <Button type="button" size="dense" onClick={() => go(-1)}>
                {words.previous}
              </Button>
              <Button type="button" size="dense" onClick={() => go(1)}>
                {words.next}
              </Button>
            </>
          )}
          <Button size="dense">{words.close}</Button>
        </form>
      </dialog>
    </div>
  );
}
