/** One timer for everything on the page that tells how much time is left; hidden pages catch up when they are seen again. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

export function everyMinute(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    timer = setInterval(tell, 60_000);
    document.addEventListener('visibilitychange', tell);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tell);
  };
}

function tell() {
  if (document.visibilityState === 'hidden') return;
  for (const listener of listeners) listener();
}
