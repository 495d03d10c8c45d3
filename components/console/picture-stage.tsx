'use client';
/** One picture of the viewer: fitted, magnified, turned, and pushed about with a finger or the mouse. */
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import type { Picture } from '@/components/console/picture-viewer';

type StageProps = {
  picture: Picture;
  zoom: number;
  turns: number;
  /** By what factor to magnify further. */
  onZoom: (factor: number) => void;
  label?: string;
};

type Point = { x: number; y: number };

const WHEEL = 1.15;

export function PictureStage({ picture, zoom, turns, onZoom, label }: StageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const [moved, setMoved] = useState<Point>({ x: 0, y: 0 });
  const fingers = useRef(new Map<number, Point>());

  // React listens to the wheel passively and could not keep the page from scrolling.
  useEffect(() => {
    const area = stage.current;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      onZoom(event.deltaY < 0 ? WHEEL : 1 / WHEEL);
    };
    area?.addEventListener('wheel', onWheel, { passive: false });
    return () => area?.removeEventListener('wheel', onWheel);
  }, [onZoom]);

  useEffect(() => {
    if (zoom === 1) setMoved({ x: 0, y: 0 });
  }, [zoom]);

  function onDown(event: PointerEvent<HTMLDivElement>) {
    fingers.current.set(event.pointerId, pointOf(event));
    event.currentTarget.setPointerCapture(event.pointerId);
  }

  function onMove(event: PointerEvent<HTMLDivElement>) {
    const before = fingers.current.get(event.pointerId);
    if (!before) return;
    const now = pointOf(event);
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
    if (other) onZoom(distance(now, other) / Math.max(1, distance(before, other)));
    else if (zoom > 1) setMoved(({ x, y }) => ({ x: x + now.x - before.x, y: y + now.y - before.y }));
    fingers.current.set(event.pointerId, now);
  }

  function onUp(event: PointerEvent<HTMLDivElement>) {
    fingers.current.delete(event.pointerId);
  }

  return (
    <figure className="flex min-h-0 min-w-0 flex-1 flex-col gap-1">
      {label && <figcaption className="text-wait">{label}</figcaption>}
      <div
        ref={stage}
        className="relative min-h-0 flex-1 touch-none overflow-hidden rounded-chip bg-surface"
        onPointerDown={onDown}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onPointerCancel={onUp}
      >
        <img
          src={picture.src}
          alt={picture.name}
          width={picture.width}
          height={picture.height}
          draggable={false}
          className="absolute inset-0 h-full w-full object-contain select-none"
          style={{ transform: `translate(${moved.x}px, ${moved.y}px) scale(${zoom}) rotate(${turns * 90}deg)` }}
        />
      </div>
    </figure>
  );
}

function pointOf({ clientX, clientY }: PointerEvent): Point {
  return { x: clientX, y: clientY };
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
