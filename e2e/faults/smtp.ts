export const smtp = undefined as unknown as import('./fault').Fault;
