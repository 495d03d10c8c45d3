'use client';
/** Loads the page again after a while, for what goes on by itself. Without a script there is the link beside it. */
import { useEffect } from 'react';

export function LookAgain({ afterMs }: { afterMs: number }) {
  useEffect(() => {
    const timer = setTimeout(() => window.location.reload(), afterMs);
    return () => clearTimeout(timer);
  }, [afterMs]);
  return null;
}
