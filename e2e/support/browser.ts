/** A Chromium for tests and benches, wherever one is: Playwright's own, else the system's, else the one inside an npm package. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import bundled from '@sparticuz/chromium';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export async function browserPath(): Promise<string> {
  return [chromium.executablePath(), ...SYSTEM].find((path) => existsSync(path)) ?? unpackedBrowser();
}

/**
 * The package unpacks into the temporary folder, file by file: two processes at once start a half-written browser, and the
 * next user of the machine may not start it at all. Here it is unpacked aside and moved into place whole.
 */
async function unpackedBrowser(): Promise<string> {
  const home = resolve('.cache/browser');
  const binary = join(home, 'chromium');
  if (existsSync(binary)) return binary;
  mkdirSync('.cache', { recursive: true });
  const aside = mkdtempSync(resolve('.cache/browser-'));
  const { TMPDIR } = process.env;
  try {
    process.env.TMPDIR = aside;
    await bundled.executablePath();
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
  try {
    renameSync(aside, home);
  } catch {
    // Somebody else was first; theirs is as good.
    rmSync(aside, { recursive: true, force: true });
  }
  return binary;
}
