/**
 * Where to go after signing in: a path of the console on this very site, or its front page. A full address, `//host`,
 * `/\host`, `javascript:` and control characters all lead to the front page instead.
 */
export const CONSOLE_HOME = '/console/tickets';

const CONSOLE_PATH = /^\/console(?:[/?#][\x21-\x5b\x5d-\x7e]*)?$/;

export function consolePath(wanted: string | null | undefined): string {
  return wanted && wanted.length <= 512 && CONSOLE_PATH.test(wanted) ? wanted : CONSOLE_HOME;
}
