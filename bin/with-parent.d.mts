export function whenParentIsGone(gone: () => void): void;
