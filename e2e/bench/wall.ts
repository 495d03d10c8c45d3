export const wall = undefined as unknown as import('./measure').Bench;
