'use client';
/**
 * Seconds that run out, and then the page as it is afterwards. Without scripts the page asks for itself again when they are
 * over.
 */
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';

/** Carrying out takes a moment; after so many looks the person looks for themselves. */
const LOOKS = 20;

type CountdownProps = { seconds: number /** Holds `{seconds}`. */; text: string; over: string };

export function Countdown({ seconds, text, over }: CountdownProps) {
  const router = useRouter();
  const [passed, setPassed] = useState(0);
  const isOver = passed >= seconds;
  useEffect(() => {
    if (passed > seconds + LOOKS) return;
    const timer = setTimeout(() => setPassed(passed + 1), 1000);
    if (isOver) router.refresh();
    return () => clearTimeout(timer);
  }, [passed, isOver, seconds, router]);
  return (
    <>
      <span className="tabular-nums" aria-live="off">
        {isOver ? over : text.replace('{seconds}', String(seconds - passed))}
      </span>
      <noscript>
        <meta httpEquiv="refresh" content={String(seconds + 2)} />
      </noscript>
    </>
  );
}
