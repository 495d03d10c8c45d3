/** Calls `work` when asked, `afterMs` later, at most every `everyMs`: who asks meanwhile gets one more at the end. */
export function atMostEvery(everyMs: number, work: () => void, afterMs = 0): { ask: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsked = false;
  const run = () => {
    isAsked = false;
    timer = setTimeout(rested, everyMs);
    work();
  };
  const rested = () => {
    timer = undefined;
    if (isAsked) run();
  };
  return {
    ask: () => {
      isAsked = true;
      timer ??= setTimeout(run, afterMs);
    },
    stop: () => clearTimeout(timer),
  };
}
