/**
 * Below these versions a package has a hole that is known to be used against houses like ours. `npm audit` does not work
 * behind every registry, so the floors stand here, and every copy in the lock file is looked at, nested ones too.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FLOORS: Record<string, { version: string; because: string }> = {
  next: { version: '16.3.3', because: 'GHSA-2xp9-vwfh-vxw4 (code execution through AVIF), CVE-2026-75604' },
  react: { version: '19.2.6', because: 'the fixes of May 2026' },
  'react-dom': { version: '19.2.6', because: 'the fixes of May 2026' },
  nodemailer: { version: '10.0.9', because: 'the advisories on how it reads addresses, fixed up to 10.0.9' },
  'next-auth': { version: '4.24.15', because: 'GHSA-7rqj-j65f-68wh (look-alike addresses)' },
};

/** What is not wanted in any version, and why. */
const KEPT_OUT: Record<string, string> = {
  mailparser: 'its current release does not install everywhere; postal-mime reads mail here',
};

type Lock = { packages: Record<string, { version?: string }> };
const lock: Lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));

function copiesOf(name: string): { path: string; version: string }[] {
  return Object.entries(lock.packages)
    .filter(([path]) => path.endsWith(`node_modules/${name}`))
    .map(([path, { version }]) => ({ path, version: version! }));
}

/** A pre-release counts as below its release. */
function atLeast(version: string, floor: string): boolean {
  const [release, preRelease] = version.split('-', 2);
  const [ours, theirs] = [release!.split('.').map(Number), floor.split('.').map(Number)];
  const differing = theirs.findIndex((part, place) => ours[place] !== part);
  return differing === -1 ? preRelease === undefined : ours[differing]! > theirs[differing]!;
}

test.each(Object.entries(FLOORS))('every installed copy of %s is safe enough', (name, { version: floor, because }) => {
  const copies = copiesOf(name);
  expect(copies.length, `${name} is installed`).toBeGreaterThan(0);
  for (const { path, version } of copies) {
    expect(atLeast(version, floor), `${path} ${version} is below ${floor}: ${because}`).toBe(true);
  }
});

test.each(Object.entries(KEPT_OUT))('%s is not installed: %s', (name) => {
  expect(copiesOf(name)).toEqual([]);
});

test('versions are compared by number, and a pre-release is below its release', () => {
  expect(['16.3.3', '16.3.10', '16.10.0', '17.0.0'].every((version) => atLeast(version, '16.3.3'))).toBe(true);
  expect(['16.3.2', '16.2.99', '9.9.9', '16.3.3-canary.1'].some((version) => atLeast(version, '16.3.3'))).toBe(false);
});
