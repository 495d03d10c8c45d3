/** A named situation of the demo: whose it is, and in a sentence who is in it and why. */
import type { Scene } from '../scene';

export type Story = {
  app: string;
  user: string;
  /** For the newcomer at /dev, beside the link that opens the wall as this user. */
  sentence: string;
  locale?: string;
  tell: (scene: Scene) => Promise<unknown>;
};
