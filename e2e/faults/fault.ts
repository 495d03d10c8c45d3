/** What a fault experiment is. */
import type { Laboratory } from './laboratory';

export type Size = { short: boolean };

export type Outcome = { findings: string[]; figures: Record<string, number> };

export type Fault = {
  /** The product under the fault: no findings are expected. */
  run: (lab: Laboratory, size: Size) => Promise<Outcome>;
  /** The same with the protection off, by a stand-in that lives here: findings are expected. */
  control: (lab: Laboratory, size: Size) => Promise<Outcome>;
};
