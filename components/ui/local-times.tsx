'use client';
/** Writes every instant of the page again in the reader's own time zone; the server can only know UTC. */
import { useEffect } from 'react';
import { instantText, type TimeStyle } from '@/components/ui/time-text';

export function LocalTimes() {
  useEffect(() => {
    for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-style]')) rewrite(time);
  });
  return null;
}

function rewrite(time: HTMLTimeElement) {
  const at = new Date(time.dateTime);
  const locale = document.documentElement.lang;
  const style = time.dataset.style as TimeStyle;
  if (time.title) time.title = instantText(at, 'exact', locale);
  if (style !== 'relative') time.textContent = instantText(at, style, locale);
}
