// A process of ours ends when the one that started it is gone, however that one ended: nothing is left behind even by kill -9.
const EVERY_MS = 1000;

/** Calls `gone` once, when this process has been orphaned. */
export function whenParentIsGone(gone) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, EVERY_MS);
  timer.unref();
}
