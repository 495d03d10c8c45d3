'use client';
/**
 * Screenshots: preview, progress, removal with undo. Without a script the same field sends the pictures with the form, and
 * "Remove" sends the form to the picture's own door (which keeps what was typed).
 */
import { useEffect, useRef } from 'react';
import { type Picture, usePictures } from '@/components/tickets/form/use-pictures';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';

export type PickerLabels = {
  uploading: string;
  failed: string;
  again: string;
  remove: string;
  removeNamed: string;
  removed: string;
  undo: string;
  problems: Record<string, string>;
};
type PickerProps = {
  click: string;
  stored: { id: string; name: string }[];
  atMost: number;
  labels: PickerLabels;
  describedBy: string;
};

export function ScreenshotPicker({ click, stored, atMost, labels, describedBy }: PickerProps) {
  const input = useRef<HTMLInputElement>(null);
  const { pictures, live, add, remove, again } = usePictures(click, stored);
  const busy = pictures.some(({ state }) => state === 'uploading');
  const shown = pictures.filter(({ state }) => state !== 'removed').length;

  function take() {
    add([...(input.current?.files ?? [])].slice(0, atMost - shown));
    if (input.current) input.current.value = '';
  }

  useEffect(() => {
    const form = input.current?.form;
    if (!form) return;
    form.dataset.uploading = busy ? 'yes' : 'no';
    form.dispatchEvent(new Event('pictures'));
  }, [busy]);

  // Chosen before this script ran.
  useEffect(() => {
    if (input.current?.files?.length) take();
  }, []);

  return (
    <div className="grid gap-3">
      {pictures.length > 0 && (
        <ul className="grid gap-2">
          {pictures.map((picture) => (
            <li
              key={picture.key}
              className="flex min-h-16 items-center gap-3 rounded-box border border-line bg-raised p-2"
            >
              <PictureLine picture={picture} live={live} labels={labels} onRemove={remove} onAgain={again} />
            </li>
          ))}
        </ul>
      )}
      <input
        ref={input}
        id="screenshots"
        name="screenshots"
        type="file"
        multiple
        accept="image/png,image/jpeg,image/webp"
        aria-describedby={describedBy}
        onChange={take}
        hidden={shown >= atMost}
        className="min-h-11 w-full content-center rounded-box border border-dashed border-edge p-2 text-base file:me-3 file:min-h-9 file:cursor-pointer file:rounded-chip file:bg-accent-fill file:px-3 file:text-accent"
      />
    </div>
  );
}

type PictureLineProps = {
  picture: Picture;
  live: boolean;
  labels: PickerLabels;
  onRemove: (picture: Picture) => void;
  onAgain: (picture: Picture) => void;
};

function PictureLine({ picture, live, labels, onRemove, onAgain }: PictureLineProps) {
  const { name, state, percent, problem, source, id } = picture;
  const words = (text: string) => text.replace('{name}', name);
  return (
    <>
      {state === 'failed' && <Icon name="picture" className="m-3.5 text-bad" />}
      {(state === 'stored' || state === 'uploading') && (
        <img src={source} alt="" className="size-12 shrink-0 rounded-chip object-cover" />
      )}
      <div className="grid min-w-0 flex-1 gap-1 text-sm" aria-live="polite">
        {state === 'stored' && <bdi className="truncate">{name}</bdi>}
        {state === 'uploading' && (
          <>
            <span className="truncate">{words(labels.uploading).replace('{percent}', String(percent))}</span>
            <progress value={percent} max={100} aria-label={name} className="h-1.5 w-full" />
          </>
        )}
        {state === 'failed' && (
          <span className="text-bad">
            {words(labels.failed).replace('{reason}', labels.problems[problem ?? 'offline'] ?? '')}
          </span>
        )}
        {state === 'removed' && <span className="text-quiet">{words(labels.removed)}</span>}
      </div>
      {picture.file && (state === 'removed' || problem === 'offline') && (
        <Button type="button" look="quiet" onClick={() => onAgain(picture)}>
          {state === 'removed' ? labels.undo : labels.again}
        </Button>
      )}
      {(state === 'stored' || state === 'failed') && (
        <Button
          type={live ? 'button' : 'submit'}
          look="quiet"
          formAction={live ? undefined : `/api/wall/screenshots/${id}/remove`}
          aria-label={words(labels.removeNamed)}
          onClick={live ? () => onRemove(picture) : undefined}
        >
          {labels.remove}
        </Button>
      )}
    </>
  );
}
