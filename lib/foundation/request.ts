/**
 * Which request is being answered, for the trace that it leaves (audit.ts, log). Use cases neither ask for it nor act on it:
 * it is what was asked from where, never who is allowed what. Outside a door (worker, seed, command line) there is none.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export type RequestTrace = { requestId: string; ip: string | null };

// Next bundles each door by itself: all of them share the one storage.
const shared = globalThis as { __makegoodRequest?: AsyncLocalStorage<RequestTrace> };
shared.__makegoodRequest ??= new AsyncLocalStorage();
const storage = shared.__makegoodRequest;

export function answering<T>(trace: RequestTrace, work: () => T): T {
  return storage.run(trace, work);
}

export function requestAtHand(): RequestTrace | undefined {
  return storage.getStore();
}
